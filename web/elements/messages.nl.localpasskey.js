// Dutch sentences of messages.en.localpasskey.js.
export default {
  "localpasskey": {
    "heading": "Een passkey maken op dit apparaat?",
    "lead": "Je bent ingelogd met je telefoon of een ander apparaat. Met een passkey op dit apparaat heb je het andere de volgende keer niet nodig. Doe dit alleen op een apparaat van jezelf.",
    "action": "Passkey maken",
    "later": "Niet nu",
    "cancelled": "Er is geen passkey gemaakt. Je bent ingelogd.",
    "done": "Je passkey op dit apparaat is klaar."
  }
};
