// What the part "people" of the admin console says, beside the sentences of messages.en.js.
export default {
  "admin-people": {
    "heading": "Find a person",
    "lead": "By exactly what they sign in with, or by the ID of their identity.",
    "identifier": "Email address, username or ID",
    "find": "Find",
    "empty": "Type an email address, a username or an ID first.",
    "nobody": "Nobody signs in with exactly this. Check the spelling, or ask for another address of theirs."
  }
};
