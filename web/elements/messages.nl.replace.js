// Dutch sentences of messages.en.replace.js.
export default {
  "replace": {
    "heading": "Nieuwe passkey instellen",
    "lead": "Je code is geaccepteerd. Je kunt tot {time} één passkey instellen. Je hebt de passkey die je kwijt bent niet nodig.",
    "action": "Nieuwe passkey instellen",
    "ready_heading": "Je nieuwe passkey is klaar",
    "ready_lead": "Verwijder nu de passkey die je kwijt bent, zodat niemand anders hem kan gebruiken.",
    "remove": "Verloren passkey verwijderen",
    "none": "Ik heb ze allemaal nog"
  }
};
