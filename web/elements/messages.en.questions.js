// Sentences of what people see before their first passkey, in addition to messages.en.js.
export default {
  "setup": {
    "heading": "Sign in faster with a passkey",
    "lead": "A passkey lets you sign in to {app} the way you unlock your device.",
    "account": "For your account {login}",
    "about_what": "What is a passkey?",
    "about_what_more": "Another way to sign in, next to your password. There is nothing to remember, and it does not work on fake sites.",
    "about_where": "Where is it saved?",
    "about_where_more": "In your device’s password manager or on a security key. Your fingerprint and face never leave your device.",
    "about_lost": "What if I lose my phone?",
    "about_lost_more": "If your password manager syncs it, it is also on your other devices. Otherwise, you need a second passkey on another device.",
    "about_lost_more_codes": "If your password manager syncs it, it is also on your other devices. Otherwise, recovery codes help: you can create them in the next step.",
    "action": "Create a passkey"
  }
};
