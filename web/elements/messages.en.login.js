// What the element "login" says, beside the sentences of messages.en.js.
export default {
  "login": {
    "heading": "Sign in to {app}",
    "lead": "Use your fingerprint, face, screen lock or security key.",
    "identifier": "Email or username",
    "identifier_hint": "You can leave this empty. Fill it in for a security key that does not know your account.",
    "action": "Sign in with a passkey",
    "other": "Use another way",
    "lost": "I lost my device",
    "going": "Signed in. Taking you on…",
    "done_heading": "You are signed in",
    "accepted_heading": "Your passkey was accepted",
    "done_lead": "You used the passkey “{name}”.",
    "account": "Account ID"
  }
};
