// Sentences of a new passkey in place of a lost one, in addition to messages.en.recover.js and messages.en.setup.js.
export default {
  "replace": {
    "heading": "Set up a new passkey",
    "lead": "Your code was accepted. You can set up one passkey until {time}. You do not need the one you lost.",
    "action": "Set up a new passkey"
  }
};
