// What the part "people" of the admin console says, beside the sentences of messages.de.js.
export default {
  "admin-people": {
    "heading": "Eine Person finden",
    "lead": "Nach genau dem, womit sie sich anmeldet, oder nach der ID ihrer Identität.",
    "identifier": "E-Mail-Adresse, Benutzername oder ID",
    "find": "Suchen",
    "empty": "Geben Sie zuerst eine E-Mail-Adresse, einen Benutzernamen oder eine ID ein.",
    "nobody": "Niemand meldet sich genau damit an. Prüfen Sie die Schreibweise, oder fragen Sie nach einer anderen Adresse."
  }
};
