// What the part "resets" of the admin console says, beside the sentences of messages.de.js.
export default {
  "admin-resets": {
    "heading": "Zurücksetzungen",
    "lead": "Eine Zurücksetzung nimmt jemandem, der seine zweiten Faktoren verloren hat, alle weg.",
    "state": "Stand",
    "none": "So eine Zurücksetzung gibt es nicht."
  }
};
