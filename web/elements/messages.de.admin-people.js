// Sentences of the console view "people", in addition to messages.de.js.
export default {
  "admin-people": {
    "heading": "Person suchen",
    "lead": "Geben Sie genau das ein, womit sich die Person anmeldet, oder ihre Identitäts-ID.",
    "identifier": "E-\u2060Mail-Adresse, Benutzername oder ID",
    "find": "Suchen",
    "empty": "Geben Sie zuerst eine E-\u2060Mail-Adresse, einen Benutzernamen oder eine ID ein.",
    "diagnosis": "Einfügen, was eine Person geschickt hat",
    "none": "Zu genau dieser Angabe gibt es kein Konto. Prüfen Sie die Schreibweise oder fragen Sie nach einer anderen Adresse."
  }
};
