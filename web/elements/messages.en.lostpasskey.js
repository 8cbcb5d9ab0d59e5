// Sentences of the question which passkey was lost, in addition to messages.en.replace.js.
export default {
  "replace": {
    "question": "Which one did you lose?",
    "created": "Set up on",
    "last_used": "Last used on",
    "means": "Removing it cannot be undone. Your device asks for your new passkey first.",
    "means_codes": "Recovery codes created with a passkey stop working when it is removed.",
    "choose": "First choose the passkey that you lost.",
    "removing": "First use your new passkey. After that, the lost one is removed.",
    "remove_later": "You can also remove a lost passkey later, in the list:",
    "done_heading": "You are all set",
    "done_lead": "Removed: {names}. From now on, sign in with your new passkey.",
    "done_none": "From now on, you can sign in with your new passkey.",
    "passkeys": "Your passkeys"
  }
};
