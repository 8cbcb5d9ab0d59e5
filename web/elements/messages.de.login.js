// German sentences of messages.en.login.js.
export default {
  "login": {
    "heading": "Bei {app} anmelden",
    "lead": "Mit Fingerabdruck, Gesicht, Displaysperre oder Sicherheitsschlüssel.",
    "identifier": "E-Mail-Adresse oder Benutzername",
    "identifier_hint": "Sie können dieses Feld leer lassen. Füllen Sie es aus, wenn Ihr Konto nicht auf Ihrem Sicherheitsschlüssel gespeichert ist.",
    "action": "Mit Passkey anmelden",
    "other": "Auf anderem Weg anmelden",
    "cancelled": "Sie sind noch nicht angemeldet. Sie können es jederzeit noch einmal versuchen.",
    "going": "Angemeldet. Sie werden weitergeleitet …",
    "done_heading": "Sie sind angemeldet",
    "accepted_heading": "Ihr Passkey wurde akzeptiert",
    "done_lead": "Sie haben den Passkey „{name}“ verwendet.",
    "account": "Konto-ID"
  }
};
