// Dutch sentences of messages.en.recovery-codes.js.
export default {
  "recovery-codes": {
    "heading": "Herstelcodes",
    "lead": "Elke code werkt één keer, in plaats van een passkey die je kwijt bent: log zoals gewoonlijk in, voer de code in en stel een nieuwe passkey in.",
    "none_lead": "Herstelcodes helpen als je je apparaat kwijt bent: log zoals gewoonlijk in, voer een code in en stel een nieuwe passkey in. Je hebt er nog geen.",
    "ended_lead": "Je herstelcodes werken niet meer, omdat je de passkey of factor hebt verwijderd waarmee ze zijn gemaakt. Maak nieuwe, zodat je niet buitengesloten bent als je je apparaat kwijtraakt.",
    "too_early": "Herstelcodes vervangen een passkey die je kwijt bent. Stel eerst een passkey in en maak dan hier je codes.",
    "setup": "Passkey instellen",
    "retry": "Opnieuw laden",
    "make": "Herstelcodes maken",
    "renew": "Nieuwe codes maken",
    "left": {
      "one": "Nog {left} code over.",
      "other": "Nog {left} codes over."
    },
    "made": "Gemaakt op",
    "low": "Je codes raken op. Maak nieuwe voordat je ze nodig hebt.",
    "used_up": "Je hebt al je codes gebruikt. Maak nieuwe, zodat je niet buitengesloten bent als je je apparaat kwijtraakt."
  }
};
