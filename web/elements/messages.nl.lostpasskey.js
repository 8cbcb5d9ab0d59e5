// Dutch sentences of messages.en.lostpasskey.js.
export default {
  "replace": {
    "question": "Welke ben je kwijt?",
    "created": "Ingesteld op",
    "last_used": "Laatst gebruikt op",
    "means": "Verwijderen kan niet ongedaan worden gemaakt. Je apparaat vraagt eerst om je nieuwe passkey.",
    "means_codes": "Herstelcodes die met een passkey zijn gemaakt, werken niet meer zodra die passkey is verwijderd.",
    "choose": "Kies eerst de passkey die je kwijt bent.",
    "removing": "Gebruik eerst je nieuwe passkey. Daarna wordt de verloren passkey verwijderd.",
    "remove_later": "Je kunt een verloren passkey ook later verwijderen, in de lijst:",
    "done_heading": "Alles is geregeld",
    "done_lead": "Verwijderd: {names}. Log vanaf nu in met je nieuwe passkey.",
    "done_none": "Vanaf nu kun je inloggen met je nieuwe passkey.",
    "passkeys": "Je passkeys"
  }
};
