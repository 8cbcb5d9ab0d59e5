// Dutch sentences of messages.en.lostpasskey.js.
export default {
  "replace": {
    "ready_heading": "Je nieuwe passkey is klaar",
    "ready_lead": "Verwijder nu de passkey die je kwijt bent, zodat niemand anders hem kan gebruiken.",
    "question": "Welke ben je kwijt?",
    "created": "Ingesteld op",
    "last_used": "Laatst gebruikt op",
    "means": "Verwijderen kan niet ongedaan worden gemaakt. Je apparaat vraagt eerst om je nieuwe passkey.",
    "means_codes": "Herstelcodes die met een passkey zijn gemaakt, werken niet meer zodra die passkey is verwijderd.",
    "choose": "Kies eerst de passkey die je kwijt bent.",
    "remove": "Verloren passkey verwijderen",
    "none": "Ik heb ze allemaal nog",
    "removing": "Gebruik eerst je nieuwe passkey. Daarna wordt de verloren passkey verwijderd.",
    "remove_later": "Je kunt een verloren passkey ook later verwijderen, in de lijst:",
    "done_heading": "Alles is geregeld",
    "done_lead": "Verwijderd: {names}. Log vanaf nu in met je nieuwe passkey.",
    "done_none": "Vanaf nu kun je inloggen met je nieuwe passkey.",
    "passkeys": "Je passkeys"
  }
};
