// What the part "adoption" of the admin console says, beside the sentences of messages.de.js.
export default {
  "admin-adoption": {
    "heading": "Verbreitung",
    "lead": "Wie weit Passkeys gekommen sind.",
    "figure": "Was",
    "count": "Anzahl",
    "nothing": "Es gibt noch nichts zu zählen.",
    "people": "Personen",
    "one": "mit einem Passkey",
    "two": "mit zwei oder mehr Passkeys",
    "providers": "Wer die Passkeys verwahrt",
    "unknown": "nicht bekannt",
    "rps": "Domains (RP-IDs)",
    "failures": "Fehlschläge nach Ursache",
    "outcomes": "Vorgänge",
    "days": "In den letzten {days} Tagen"
  }
};
