// Sentences of the console view "resets", in addition to messages.de.js.
export default {
  "admin-resets": {
    "heading": "Zurück\u00adsetzungen",
    "lead": "Eine Zurücksetzung entfernt alle zweiten Faktoren einer Person, die sie verloren hat.",
    "state": "Status",
    "none": "Keine Zurücksetzungen entsprechen diesem Filter."
  }
};
