// Dutch sentences of messages.en.setup.js.
export default {
  "common": {
    "waiting_twice": "Je apparaat vraagt het misschien twee keer: gebruik eerst een passkey die je al hebt en stel daarna de nieuwe in."
  },
  "setup": {
    "back": "Terug naar {app}",
    "elsewhere": "{app} vereist een passkey. Log in met een browser die passkeys ondersteunt om door te gaan.",
    "later": "Niet nu",
    "required_lead": "{app} vereist een passkey. Daarmee log je in zoals je je apparaat ontgrendelt.",
    "grace_lead": "Vanaf {date} vereist {app} een passkey. Daarmee log je in zoals je je apparaat ontgrendelt.",
    "another_heading": "Nog een passkey toevoegen",
    "another_lead": "Stel er een in op een ander apparaat of een beveiligingssleutel, zodat je niet buitengesloten bent als je er een kwijtraakt. Het wordt misschien twee keer gevraagd: gebruik eerst een passkey die je al hebt en stel daarna de nieuwe in.",
    "manage": "Je passkeys",
    "way_later_lead": "Je kunt op deze pagina op elk moment een tweede manier van toegang instellen.",
    "cancelled": "Er is geen passkey gemaakt. Probeer het opnieuw wanneer je wilt.",
    "later_heading": "Misschien later",
    "later_lead": "Je kunt op deze pagina op elk moment een passkey instellen."
  }
};
