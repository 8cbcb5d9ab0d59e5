// German sentences of messages.en.factors.js.
export default {
  "factors": {
    "question": {
      "totp": "Am {date} wurde eine Authenticator-App hinzugefügt. Waren Sie das?",
      "lookup_secret": "Am {date} wurden Backup-Codes erstellt. Waren Sie das?",
      "webauthn": "Am {date} wurde ein Sicherheitsschlüssel hinzugefügt. Waren Sie das?",
      "passkey": "Am {date} wurde Ihren Anmeldeeinstellungen ein Passkey hinzugefügt. Waren Sie das?",
      "code": "Am {date} wurden Codes per E-Mail oder SMS aktiviert. Waren Sie das?",
      "other": "Am {date} wurde ein weiterer zweiter Faktor hinzugefügt. Waren Sie das?"
    },
    "means": "Das kann jeder hinzufügen, der Ihr Passwort kennt. Solange Sie es nicht bestätigen, zählt es nicht als zweiter Faktor.",
    "yes": "Ja, das war ich",
    "no": "Nein, entfernen",
    "confirming": "Zur Sicherheit fragt Ihr Gerät möglicherweise zuerst nach einem Passkey.",
    "confirmed": "Danke. Es zählt ab jetzt.",
    "confirm": {
      "totp": "Authenticator-App entfernen?",
      "lookup_secret": "Backup-Codes entfernen?",
      "webauthn": "Sicherheitsschlüssel entfernen?",
      "passkey": "Passkey aus den Anmeldeeinstellungen entfernen?",
      "code": "Codes per E-Mail oder SMS deaktivieren?",
      "other": "Diesen zweiten Faktor entfernen?"
    },
    "confirm_means": "Es wird aus Ihrem Konto entfernt und kann nicht mehr zur Bestätigung verwendet werden.",
    "confirm_sessions": "Alle anderen Geräte und Browser werden von Ihrem Konto abgemeldet.",
    "confirm_password": "Ändern Sie danach Ihr Passwort: Wer das hinzugefügt hat, kannte es.",
    "confirm_action": "Entfernen",
    "cancel": "Abbrechen",
    "removed": "Entfernt. Alle außer Ihnen wurden abgemeldet. Ändern Sie jetzt Ihr Passwort: Wer das hinzugefügt hat, kannte es.",
    "kept_now": "Es konnte nicht automatisch entfernt werden. Es zählt hier nicht mehr, und der Support wurde informiert. Alle außer Ihnen wurden abgemeldet. Ändern Sie jetzt Ihr Passwort.",
    "kept": {
      "totp": "Ihr Konto hat eine Authenticator-App, die Ihnen nicht gehört",
      "lookup_secret": "Ihr Konto hat Backup-Codes, die nicht von Ihnen stammen",
      "webauthn": "Ihr Konto hat einen Sicherheitsschlüssel, der Ihnen nicht gehört",
      "passkey": "Ihre Anmeldeeinstellungen enthalten einen Passkey, der Ihnen nicht gehört",
      "code": "Codes werden an eine Adresse gesendet, die Ihnen nicht gehört",
      "other": "Ihr Konto hat einen zweiten Faktor, der Ihnen nicht gehört"
    },
    "kept_means": "Es konnte nicht automatisch entfernt werden. Es zählt hier nicht, und der Support wurde informiert.",
    "missing": "Das wurde bereits entfernt. Die Seite ist jetzt aktuell."
  }
};
