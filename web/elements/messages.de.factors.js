// The sentences of messages.en.factors.js in German.
export default {
  "factors": {
    "question": {
      "totp": "Am {date} wurde eine Authenticator-App hinzugefügt. Ist es Ihre?",
      "lookup_secret": "Am {date} wurden Einmalcodes als Reserve erstellt. Sind es Ihre?",
      "webauthn": "Am {date} wurde ein Sicherheitsschlüssel hinzugefügt. Ist es Ihrer?",
      "passkey": "Am {date} wurde ein Passkey des Anmeldedienstes hinzugefügt. Ist es Ihrer?",
      "code": "Am {date} wurden Codes eingeschaltet, die Ihnen geschickt werden. Ist es Ihre Adresse?",
      "other": "Am {date} wurde ein anderer Weg hinzugefügt, sich auszuweisen. Ist es Ihrer?"
    },
    "means": "Wer Ihr Passwort kennt, kann das hinzufügen. Bis Sie sagen, dass es Ihres ist, zählt es neben Ihrem Passkey nicht.",
    "yes": "Ja, das ist meins",
    "no": "Nein, entfernen",
    "confirming": "Ihr Gerät fragt vielleicht zuerst nach einem Passkey, um sicher zu sein, dass Sie es sind.",
    "confirmed": "Es ist Ihres und zählt von jetzt an.",
    "confirm": {
      "totp": "Authenticator-App entfernen?",
      "lookup_secret": "Einmalcodes entfernen?",
      "webauthn": "Sicherheitsschlüssel entfernen?",
      "passkey": "Passkey des Anmeldedienstes entfernen?",
      "code": "Codes entfernen, die Ihnen geschickt werden?",
      "other": "Entfernen, was nicht Ihres ist?"
    },
    "confirm_means": "Es wird aus Ihrem Konto entfernt. Damit kann sich niemand mehr als Sie ausweisen.",
    "confirm_sessions": "Alle anderen Geräte und Browser werden von Ihrem Konto abgemeldet.",
    "confirm_password": "Ändern Sie danach Ihr Passwort: Wer es hinzugefügt hat, kannte es.",
    "confirm_action": "Entfernen",
    "cancel": "Abbrechen",
    "removed": "Es wurde entfernt, und alle außer Ihnen sind abgemeldet. Ändern Sie jetzt Ihr Passwort: Wer es hinzugefügt hat, kannte es.",
    "kept_now": "Von selbst ließ es sich nicht entfernen. Es zählt hier nicht, und der Support weiß davon. Alle außer Ihnen sind abgemeldet. Ändern Sie jetzt Ihr Passwort.",
    "kept": {
      "totp": "In Ihrem Konto ist eine Authenticator-App, die nicht Ihre ist",
      "lookup_secret": "In Ihrem Konto sind Einmalcodes, die nicht Ihre sind",
      "webauthn": "In Ihrem Konto ist ein Sicherheitsschlüssel, der nicht Ihrer ist",
      "passkey": "In Ihrem Konto ist ein Passkey des Anmeldedienstes, der nicht Ihrer ist",
      "code": "Codes werden an eine Adresse geschickt, die nicht Ihre ist",
      "other": "In Ihrem Konto ist etwas, das nicht Ihres ist"
    },
    "kept_means": "Von selbst ließ es sich nicht entfernen. Es zählt hier nicht, und der Support weiß davon.",
    "missing": "Das war schon entfernt. Die Seite ist jetzt auf dem neuesten Stand."
  }
};
