// Sentences of the console view "people", in addition to messages.en.js.
export default {
  "admin-people": {
    "heading": "Find a person",
    "lead": "Enter exactly what they sign in with, or their identity ID.",
    "identifier": "Email address, username or ID",
    "find": "Find",
    "empty": "Enter an email address, username or ID first.",
    "diagnosis": "Paste what a person sent",
    "none": "No account signs in with exactly this. Check the spelling, or ask for another of their addresses."
  }
};
