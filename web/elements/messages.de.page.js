// The sentences of messages.en.page.js in German.
export default {
  "noscript": "Diese Seite braucht JavaScript: Nur damit kann sie Ihren Browser nach einem Passkey fragen. Schalten Sie es ein und laden Sie die Seite neu.",
  "title": {
    "setup": "Passkey einrichten",
    "login": "Anmelden",
    "step-up": "Bestätigen, dass Sie es sind",
    "passkeys": "Ihre Passkeys",
    "recover": "Wiederherstellungscode verwenden",
    "not-me": "Das war ich nicht"
  }
};
