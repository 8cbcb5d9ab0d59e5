// Sentences of the element "step-up", in addition to messages.en.js.
export default {
  "step-up": {
    "heading": "Confirm it’s you",
    "lead": "You need your passkey to continue.",
    "action": "Confirm with your passkey",
    "none_heading": "You have no passkey yet",
    "none_lead": "Set one up first. After that, you can use it to confirm it’s you.",
    "none_action": "Set up a passkey",
    "gate_lead": "Your password is correct. Use your passkey to finish signing in.",
    "barred_heading": "Your passkey cannot be used at the moment",
    "barred_lead": "It may be suspended. This is what you can do:",
    "none_kratos_lead": "Confirm with your second factor. After that, you can also set up a passkey.",
    "kratos": "Use my second factor",
    "other_heading": "Confirm it’s you another way",
    "other_lead": "None of your passkeys can confirm it’s you here. This is what you can do:",
    "fresh_heading": "You have already confirmed",
    "fresh_lead": "There is nothing left to do here. You can continue where you left off.",
    "fresh_alone_lead": "There is nothing left to do here. You can close this page.",
    "again": "Confirm again",
    "cancelled": "Nothing was confirmed. Try again when you like.",
    "over_heading": "Please sign in again",
    "over_lead": "This sign-in has expired: you have five minutes to use your passkey.",
    "over_action": "Sign in again"
  }
};
