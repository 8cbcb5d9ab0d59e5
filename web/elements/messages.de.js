// German sentences of messages.en.js, formal ("Sie").
export default {
  "lang": "de",
  "dir": "ltr",
  "common": {
    "cant_use": "Ich kann meinen Passkey nicht verwenden",
    "working": "Bitte warten …",
    "waiting": "Warten auf Ihren Passkey. Folgen Sie den Anweisungen auf Ihrem Gerät.",
    "cancel": "Abbrechen",
    "cancelled": "Es wurde nichts geändert. Sie können es jederzeit noch einmal versuchen.",
    "continue": "Weiter",
    "open_at": "{address} öffnen",
    "confirmed": "Bestätigt",
    "confirmed_lead": "Danke. Sie können jetzt weitermachen.",
    "confirmed_going": "Bestätigt. Sie werden weitergeleitet …",
    "synced": "Synchronisiert",
    "device_only": "Nur auf einem Gerät",
    "security_key": "Sicherheitsschlüssel"
  },
  "signed_out": {
    "heading": "Bitte melden Sie sich zuerst an",
    "lead": "Sie sind nicht angemeldet oder Ihre Sitzung ist abgelaufen. Melden Sie sich bei {app} an. Danach kehren Sie zu dieser Seite zurück.",
    "sign_in": "Anmelden"
  },
  "failure": {
    "kratos": "Auf anderem Weg bestätigen"
  },
  "errors": {
    "not_supported": {
      "what": "Dieser Browser unterstützt keine Passkeys.",
      "next": "Aktualisieren Sie ihn oder öffnen Sie diese Seite in einem anderen Browser."
    },
    "insecure_context": {
      "what": "Diese Seite wurde ohne sichere Verbindung geöffnet.",
      "next": "Öffnen Sie sie erneut mit https:// am Anfang der Adresse."
    },
    "wrong_domain": {
      "what": "Unter der Adresse dieser Seite funktionieren keine Passkeys.",
      "next": "Öffnen Sie {app} unter der gewohnten Adresse. Sind Sie bereits dort, wenden Sie sich an den Support."
    },
    "network": {
      "what": "{app} ist nicht erreichbar.",
      "next": "Prüfen Sie Ihre Internetverbindung und versuchen Sie es erneut."
    },
    "unknown": {
      "what": "Ein unerwarteter Fehler ist aufgetreten.",
      "next": "Versuchen Sie es erneut. Tritt der Fehler weiter auf, wenden Sie sich an den Support."
    }
  }
};
