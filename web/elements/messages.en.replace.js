// Sentences of a new passkey in place of a lost one, and of the beginning of what follows, in addition to messages.en.recover.js and
// messages.en.setup.js.
export default {
  "replace": {
    "heading": "Set up a new passkey",
    "lead": "Your code was accepted. You can set up one passkey until {time}. You do not need the one you lost.",
    "action": "Set up a new passkey",
    "ready_heading": "Your new passkey is ready",
    "ready_lead": "Now remove the passkey you lost, so that no one else can use it.",
    "remove": "Remove lost passkey",
    "none": "I still have them all"
  }
};
