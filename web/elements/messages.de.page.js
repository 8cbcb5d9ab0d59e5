// German sentences of messages.en.page.js.
export default {
  "noscript": "Diese Seite benötigt JavaScript, um Passkeys zu verwenden. Aktivieren Sie es und laden Sie die Seite neu.",
  "switcher": {
    "label": "Sprache",
    "name": "Deutsch"
  },
  "title": {
    "setup": "Passkey einrichten",
    "login": "Anmelden",
    "step-up": "Identität bestätigen",
    "passkeys": "Ihre Passkeys",
    "recover": "Wiederherstellungscode verwenden",
    "not-me": "Das war ich nicht"
  }
};
