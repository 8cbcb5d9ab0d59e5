// What the element "recovery-codes" says, beside the sentences of messages.en.js.
export default {
  "recovery-codes": {
    "heading": "Recovery codes",
    "lead": "Each code works once, in place of a passkey that you have lost: you sign in as usual, give the code, and set up a new passkey.",
    "none_lead": "Recovery codes help you when you lose your device: you sign in as usual, give a code, and set up a new passkey. You have none yet.",
    "too_early": "Recovery codes stand in for a passkey that you have lost. Set one up first, then make your codes here.",
    "setup": "Set up a passkey",
    "retry": "Load again",
    "make": "Make recovery codes",
    "renew": "Make new codes",
    "making": "Making your codes. If your device asks, confirm with a passkey.",
    "left": "Codes left: {left}.",
    "made": "Made on",
    "low": "You are running low. Make new codes before you need them.",
    "used_up": "All your codes are used. Make new ones, so that losing your device does not lock you out.",
    "confirm_heading": "Make new recovery codes?",
    "confirm_lead": "All codes that you have now stop working at once, also the ones on paper.",
    "keep": "Keep the old ones"
  }
};
