// Sentences of the element "setup", in addition to messages.en.js.
export default {
  "setup": {
    "heading": "Sign in faster with a passkey",
    "lead": "A passkey lets you sign in to {app} the way you unlock your device.",
    "why_easy": "Nothing to remember",
    "why_easy_more": "Your fingerprint, face or screen lock replaces the password.",
    "why_safe": "Safe from phishing",
    "why_safe_more": "It works only on the real site, so a fake one cannot steal it.",
    "why_private": "Stays with you",
    "why_private_more": "Your fingerprint and face data never leave your device.",
    "action": "Set up a passkey",
    "later": "Not now",
    "done_heading": "Your passkey is ready",
    "done_lead": "“{name}” has been set up. Use it the next time you sign in.",
    "refused_lead": "“{name}” has been set up. It can confirm that it’s you, but you cannot sign in with it at the moment. Keep another way to sign in, and tell support.",
    "required_lead": "{app} requires a passkey. You use it to sign in the way you unlock your device.",
    "grace_lead": "From {date}, {app} requires a passkey. You use it to sign in the way you unlock your device.",
    "another_heading": "Add another passkey",
    "another_lead": "Set one up on another device or a security key so that losing one does not lock you out. You may be asked twice: first use a passkey you already have, then set up the new one.",
    "manage": "Your passkeys",
    "second": "Add a second passkey",
    "second_lead": "You will be asked twice: first use the passkey you have just created, then set up the new one on your phone, another device or a security key.",
    "show_lead": "One last step: use it once now.",
    "show": "Use it and continue",
    "later_heading": "Maybe later",
    "later_lead": "You can set up a passkey on this page at any time."
  }
};
