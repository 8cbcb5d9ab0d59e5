// Dutch sentences of messages.en.secondstep.js.
export default {
  "common": {
    "synced_means": "Je kunt hem gebruiken op elk apparaat waarop je bij dezelfde wachtwoordmanager bent ingelogd.",
    "device_only_means": "Hij blijft op dit apparaat. Stel ergens anders een tweede in, zodat je niet buitengesloten bent als je dit apparaat kwijtraakt.",
    "other_device_means": "Hij blijft op de telefoon of het andere apparaat waarop je hem hebt gemaakt. Stel ergens anders een tweede in, zodat je niet buitengesloten bent als je dat apparaat kwijtraakt.",
    "security_key_means": "Hij blijft op deze beveiligingssleutel. Stel ergens anders een tweede in, zodat je niet buitengesloten bent als je deze sleutel kwijtraakt."
  },
  "setup": {
    "done_heading": "Je passkey is klaar",
    "upgraded_heading": "Er is een passkey gemaakt",
    "done_lead": "‘{name}’ is ingesteld. Gebruik hem de volgende keer dat je inlogt.",
    "refused_lead": "‘{name}’ is ingesteld. Je kunt ermee bevestigen dat jij het bent, maar er op dit moment niet mee inloggen. Houd een andere manier om in te loggen en laat het support weten.",
    "second": "Tweede passkey toevoegen",
    "second_lead": "Maak een tweede passkey op een ander apparaat, je telefoon of een beveiligingssleutel.",
    "second_twice": "Je krijgt twee keer een vraag: eerst om een passkey die je al hebt en daarna om de nieuwe te maken.",
    "codes": "Herstelcodes maken",
    "codes_lead": "Maak nu herstelcodes om af te drukken of op te slaan. Raak je je passkey kwijt, dan kun je met een ervan een nieuwe maken.",
    "making_codes": "Je codes worden gemaakt. Je apparaat vraagt eerst om je passkey.",
    "way_heading": "Voor als je je passkey kwijtraakt",
    "way_lead": "Stel een tweede manier van toegang in, zodat je niet buitengesloten bent.",
    "way_required_lead": "{app} vereist een tweede manier van toegang, zodat je niet buitengesloten bent als je je passkey kwijtraakt.",
    "way_grace_lead": "Vanaf {date} vereist {app} een tweede manier van toegang, zodat je niet buitengesloten bent als je je passkey kwijtraakt.",
    "way_done_heading": "Je hebt een tweede manier van toegang",
    "way_done_lead": "Raak je je passkey kwijt, log dan zoals gewoonlijk in en gebruik een van je herstelcodes.",
    "show_lead": "Nog één stap: gebruik hem nu één keer.",
    "show": "Gebruiken en doorgaan"
  }
};
