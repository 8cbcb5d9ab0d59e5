// What the element "step-up" says, beside the sentences of messages.en.js.
export default {
  "step-up": {
    "heading": "Confirm that it is you",
    "lead": "What you are about to do needs your passkey.",
    "action": "Confirm with your passkey",
    "none_heading": "You have no passkey yet",
    "none_lead": "Set one up first. From then on it can confirm that it is you.",
    "none_action": "Set up a passkey",
    "gate_lead": "Your password was right. Use your passkey to finish signing in.",
    "recover": "I lost my device: use a recovery code",
    "none_kratos_lead": "Confirm with your other second factor. After that you can set up a passkey, too.",
    "kratos": "Use my second factor",
    "fresh_heading": "You have confirmed already",
    "fresh_lead": "There is nothing more to do here. Go on where you were.",
    "fresh_alone_lead": "There is nothing more to do here. You can close this page.",
    "again": "Confirm again",
    "over_heading": "Please start signing in again",
    "over_lead": "This sign-in has ended: it waits five minutes for your passkey.",
    "over_action": "Sign in again"
  }
};
