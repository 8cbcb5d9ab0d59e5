// What the element "recover" says, beside the sentences of messages.en.js.
export default {
  "recover": {
    "heading": "Use a recovery code",
    "lead": "Lost the device with your passkey? One of your recovery codes helps.",
    "means_session": "It confirms that it is you, in this session only.",
    "means_passkey": "It lets you set up one new passkey, within 15 minutes.",
    "means_login": "It confirms this sign-in, and lets you set up one new passkey within 15 minutes.",
    "means_once": "It works once. Cross it off your list.",
    "code": "Recovery code",
    "hint": "Capital or small letters, with or without dashes: all are fine.",
    "action": "Use this code",
    "empty": "Type one of your recovery codes first.",
    "malformed": "This cannot be one of your codes: they have twelve letters and digits. Compare it with your list; this was no try.",
    "checking": "Checking your code…",
    "going": "Code accepted. Taking you on…",
    "done_heading": "Your code was accepted",
    "done_lead": "Set up a new passkey now. You have 15 minutes, then you would need another code.",
    "left": "Codes left: {left}.",
    "low": "Make new ones once you have a passkey again.",
    "setup": "Set up a new passkey",
    "locked_heading": "Too many wrong codes",
    "locked_lead": "Recovery codes are locked to keep others from guessing. Try again after {time}.",
    "locked_passkeys": "Your passkeys go on working meanwhile.",
    "again": "Try another code",
    "signed_out_heading": "Sign in first",
    "signed_out_lead": "A recovery code stands in for your passkey, not for your password. Sign in to {app} with your password, or in another way that it offers; you will come back to this page.",
    "help_heading": "No codes at hand?",
    "help_lead": "The people who run {app} can check that it is you, and give you a code that works for an hour.",
    "help_page": "Ask for help",
    "help_neutral": "Turn to the support of {app}, or to whoever gave you your account: they can check that it is you, and give you a code that works for an hour."
  },
  "errors": {
    "recovery_code_rejected": {
      "what": "This recovery code was not accepted.",
      "next": "Compare it with your list and try again. Each code works once, and after five wrong ones you have to wait for 15 minutes."
    },
    "locked": {
      "what": "There were too many wrong tries.",
      "next": "Wait a quarter of an hour, then try again."
    }
  }
};
