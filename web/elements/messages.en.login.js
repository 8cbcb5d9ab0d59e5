// Sentences of the element "login", in addition to messages.en.js.
export default {
  "login": {
    "heading": "Sign in to {app}",
    "lead": "Use your fingerprint, face, screen lock or security key.",
    "identifier": "Email or username (optional)",
    "identifier_hint": "Fill this in only if your security key does not store your account.",
    "action": "Sign in with a passkey",
    "other_domain": "Use a passkey of {domain}",
    "another_device": "Use a phone or security key",
    "other": "Sign in another way",
    "cancelled": "You are not signed in yet. Try again when you like.",
    "going": "Signed in. Redirecting…",
    "done_heading": "You are signed in",
    "accepted_heading": "Your passkey was accepted",
    "done_lead": "You used the passkey “{name}”.",
    "account": "Account ID",
    "over_heading": "This sign-in cannot be continued here.",
    "over_lead": "It was started in another browser, or too long ago. Sign in from the start.",
    "over_action": "Sign in again"
  }
};
