// The sentences of messages.en.login.js in German.
export default {
  "login": {
    "heading": "Bei {app} anmelden",
    "lead": "Mit Fingerabdruck, Gesicht, Displaysperre oder Sicherheitsschlüssel.",
    "identifier": "E-Mail-Adresse oder Benutzername",
    "identifier_hint": "Sie können dieses Feld leer lassen. Füllen Sie es aus, wenn Ihr Sicherheitsschlüssel Ihr Konto nicht kennt.",
    "action": "Mit Passkey anmelden",
    "other": "Anders anmelden",
    "lost": "Ich habe mein Gerät verloren",
    "going": "Angemeldet. Sie werden weitergeleitet …",
    "done_heading": "Sie sind angemeldet",
    "accepted_heading": "Ihr Passkey wurde angenommen",
    "done_lead": "Sie haben den Passkey „{name}“ verwendet.",
    "account": "Konto-ID"
  }
};
