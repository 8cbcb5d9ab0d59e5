// German sentences of messages.en.login.js.
export default {
  "login": {
    "heading": "Bei {app} anmelden",
    "lead": "Mit Fingerabdruck, Gesicht, Displaysperre oder Sicherheitsschlüssel.",
    "identifier": "E-\u2060Mail-Adresse oder Benutzername (optional)",
    "identifier_hint": "Nur nötig, wenn Ihr Konto nicht auf Ihrem Sicherheitsschlüssel gespeichert ist.",
    "action": "Mit Passkey anmelden",
    "other_domain": "Einen Passkey von {domain} verwenden",
    "another_device": "Smartphone oder Sicherheitsschlüssel verwenden",
    "other": "Auf anderem Weg anmelden",
    "cancelled": "Sie sind noch nicht angemeldet. Sie können es jederzeit noch einmal versuchen.",
    "going": "Angemeldet. Sie werden weitergeleitet …",
    "done_heading": "Sie sind angemeldet",
    "accepted_heading": "Ihr Passkey wurde akzeptiert",
    "done_lead": "Sie haben den Passkey „{name}“ verwendet.",
    "account": "Konto-ID",
    "over_heading": "Diese Anmeldung kann hier nicht fortgesetzt werden.",
    "over_lead": "Sie wurde in einem anderen Browser begonnen oder ist zu lange her. Melden Sie sich neu an.",
    "over_action": "Erneut anmelden"
  }
};
