// What the part "adoption" of the admin console says, beside the sentences of messages.en.js.
export default {
  "admin-adoption": {
    "heading": "Adoption",
    "lead": "How far passkeys have come.",
    "figure": "What",
    "count": "Number",
    "nothing": "There is nothing to count yet.",
    "people": "People",
    "one": "with a passkey",
    "two": "with two or more passkeys",
    "providers": "Who keeps the passkeys",
    "unknown": "not known",
    "rps": "Domains (RP IDs)",
    "failures": "Failures by cause",
    "outcomes": "Ceremonies",
    "days": "In the last {days} days"
  }
};
