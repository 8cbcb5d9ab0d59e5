// Sentences of the element "setup", in addition to messages.en.js.
export default {
  "setup": {
    "heading": "Sign in faster with a passkey",
    "lead": "A passkey lets you sign in to {app} the way you unlock your device.",
    "account": "For your account {login}",
    "about_what": "What is a passkey?",
    "about_what_more": "It replaces your password. There is nothing to remember, and it does not work on fake sites.",
    "about_where": "Where is it saved?",
    "about_where_more": "In your device’s password manager or on a security key. Your fingerprint and face never leave your device.",
    "about_lost": "What if I lose my phone?",
    "about_lost_more": "If your password manager syncs it, it is also on your other devices. Otherwise, you need a second passkey on another device.",
    "about_lost_more_codes": "If your password manager syncs it, it is also on your other devices. Otherwise, recovery codes help: you can create them in the next step.",
    "action": "Create a passkey",
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
    "cancelled": "No passkey was created. Try again when you like.",
    "later_heading": "Maybe later",
    "later_lead": "You can set up a passkey on this page at any time."
  }
};
