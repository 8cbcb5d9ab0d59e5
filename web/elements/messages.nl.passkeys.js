// Dutch sentences of messages.en.passkeys.js.
export default {
  "passkeys": {
    "heading": "Je passkeys",
    "lead": "Met elk van deze passkeys kun je inloggen bij {app}. Verwijder de passkeys die je niet meer gebruikt.",
    "loading": "Je passkeys worden geladen…",
    "retry": "Opnieuw laden",
    "back": "Terug naar {app}",
    "add": "Nog een passkey toevoegen",
    "full": "Je hebt het maximale aantal passkeys bereikt. Verwijder er een om een andere toe te voegen.",
    "count": "{count} van {limit}",
    "not_mine": "Is een van deze niet van jou?",
    "created": "Gemaakt",
    "last_used": "Laatst gebruikt",
    "never": "Nog niet gebruikt",
    "kept_by": "ingesteld met {provider}",
    "browser": "{browser} op {system}",
    "used_here": "In deze browser gebruikt",
    "suspended": "Geblokkeerd",
    "rename": "Naam wijzigen",
    "rename_label": "Naam van ‘{name}’ wijzigen",
    "remove": "Verwijderen",
    "remove_label": "‘{name}’ verwijderen",
    "activity": "Recente activiteit"
  }
};
