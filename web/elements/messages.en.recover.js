// Sentences of the element "recover", in addition to messages.en.js.
export default {
  "recover": {
    "heading": "Use a recovery code",
    "lead": "Lost the device with your passkey? Use one of your recovery codes.",
    "means_session": "It confirms it’s you, in this session only.",
    "means_passkey": "It lets you set up one new passkey within 15 minutes.",
    "means_login": "It confirms this sign-in and lets you set up one new passkey within 15 minutes.",
    "means_once": "It works once. Cross it off your list.",
    "code": "Recovery code",
    "hint": "Upper or lower case, with or without dashes.",
    "action": "Use code",
    "empty": "Enter one of your recovery codes first.",
    "malformed": "This is not a recovery code: a code has twelve letters and digits. Compare it with your list. This did not count as an attempt.",
    "checking": "Checking your code…",
    "going": "Code accepted. Redirecting…",
    "done_heading": "Your code was accepted",
    "done_lead": "Set up a new passkey now: you do not need the one you lost. You have 15 minutes; after that, you need another code.",
    "left": {
      "one": "{left} code left.",
      "other": "{left} codes left."
    },
    "low": "Create new ones once you have a passkey again.",
    "locked_heading": "Too many wrong codes",
    "locked_lead": "Recovery codes are locked so that no one can guess them. Try again after {time}.",
    "locked_passkeys": "Your passkeys still work.",
    "again": "Try another code",
    "signed_out_heading": "Please sign in first",
    "signed_out_lead": "A recovery code replaces your passkey, not your password. Sign in to {app} with your password or another method it offers, and you will return to this page.",
    "help_heading": "No codes at hand?",
    "help_lead": "The {app} team can check that it’s you and give you a code that is valid for an hour.",
    "help_page": "Ask for help",
    "help_neutral": "Contact {app} support or the administrator of your account. They can check that it’s you and give you a code that is valid for an hour."
  },
  "errors": {
    "recovery_code_rejected": {
      "what": "This recovery code was not accepted.",
      "next": "Compare it with your list and try again. Each code works once. After five wrong codes, you have to wait 15 minutes."
    },
    "locked": {
      "what": "Too many wrong codes.",
      "next": "Wait 15 minutes, then try again."
    }
  }
};
