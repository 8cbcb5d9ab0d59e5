// Sentences of the element "recovery-codes", in addition to messages.en.js.
export default {
  "recovery-codes": {
    "heading": "Recovery codes",
    "lead": "Each code works once, in place of a lost passkey: sign in as usual, enter the code, and set up a new passkey.",
    "none_lead": "Recovery codes help if you lose your device: sign in as usual, enter a code, and set up a new passkey. You have none yet.",
    "ended_lead": "Your recovery codes stopped working, because you removed the passkey or factor they were created with. Create new ones so that losing your device does not lock you out.",
    "too_early": "Recovery codes replace a lost passkey. Set up a passkey first, then create your codes here.",
    "setup": "Set up a passkey",
    "retry": "Reload",
    "make": "Create recovery codes",
    "renew": "Create new codes",
    "left": {
      "one": "{left} code left.",
      "other": "{left} codes left."
    },
    "made": "Created on",
    "low": "You are running low. Create new codes before you need them.",
    "used_up": "You have used all your codes. Create new ones so that losing your device does not lock you out."
  }
};
