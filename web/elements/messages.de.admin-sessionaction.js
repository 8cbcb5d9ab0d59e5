// Sentences of the console about ending sessions, in addition to messages.de.js.
export default {
  "admin-sessionaction": {
    "end_lead": "Passkeys und Passwort funktionieren weiterhin. Widerrufen Sie nach einem Diebstahl auch den Passkey.",
    "ending": "Kratos antwortet nicht. Die Sitzungen enden, sobald es wieder antwortet.",
    "end_all_done": "Alle Sitzungen sind beendet.",
    "end_all_lead": "Die Person wird auf allen Geräten abgemeldet.",
    "end_all_heading": "Alle Sitzungen von {login} beenden?",
    "end_one_done": "Die Sitzung ist beendet.",
    "end_one_lead": "Die Person wird auf diesem Gerät abgemeldet.",
    "end_one_heading": "Diese Sitzung von {login} beenden?"
  }
};
