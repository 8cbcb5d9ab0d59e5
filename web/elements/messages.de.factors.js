// German sentences of messages.en.factors.js.
export default {
  "factors": {
    "question": {
      "totp": "Am {date} wurde eine Authenticator-App hinzugefügt. Waren Sie das?",
      "lookup_secret": "Am {date} wurden Backup-Codes erstellt. Waren Sie das?",
      "webauthn": "Am {date} wurde ein Sicherheitsschlüssel hinzugefügt. Waren Sie das?",
      "passkey": "Am {date} wurde Ihren Anmeldeeinstellungen ein Passkey hinzugefügt. Waren Sie das?",
      "code": "Am {date} wurden Codes per E-\u2060Mail oder SMS aktiviert. Waren Sie das?",
      "password": "Ihr Konto hat seit dem {date} ein neues Passwort. Stammt es von Ihnen?",
      "oidc": "Ihr Konto ist seit dem {date} mit einem anderen Anmeldedienst verknüpft. Stammt die Verknüpfung von Ihnen?",
      "address": "Ihr Konto hat seit dem {date} eine neue E-\u2060Mail-Adresse oder Telefonnummer. Stammt sie von Ihnen?",
      "other": "Am {date} wurde ein weiterer zweiter Faktor hinzugefügt. Waren Sie das?"
    },
    "means": "Wer Ihr Passwort kennt, kann das hinzufügen. Solange Sie es nicht bestätigen, zählt es nicht als zweiter Faktor.",
    "means_first": "Wer Ihren Sicherheitsschlüssel findet, kann das geändert haben. Solange Sie es nicht bestätigen, zählt es nicht zusammen mit einem Sicherheitsschlüssel ohne PIN.",
    "yes": "Ja, das war ich",
    "no": "Nein, entfernen",
    "no_first": "Nein, das war ich nicht"
  }
};
