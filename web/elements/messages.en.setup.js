// What the element "setup" says, beside the sentences of messages.en.js.
export default {
  "setup": {
    "heading": "Sign in faster with a passkey",
    "lead": "A passkey lets you sign in to {app} the way you unlock your device.",
    "why_easy": "Nothing to remember",
    "why_easy_more": "Your fingerprint, face or screen lock takes the place of a password.",
    "why_safe": "Safe from phishing",
    "why_safe_more": "It works on the real site only, so it cannot be given to a false one.",
    "why_private": "Stays with you",
    "why_private_more": "Fingerprint and face never leave your device.",
    "action": "Set up a passkey",
    "later": "Not now",
    "done_heading": "Your passkey is ready",
    "done_lead": "“{name}” is set up. Use it the next time you sign in.",
    "required_lead": "{app} asks everybody to have a passkey. With it you sign in the way you unlock your device.",
    "grace_lead": "From {date} on, {app} asks everybody to have a passkey. With it you sign in the way you unlock your device.",
    "another_heading": "Add another passkey",
    "another_lead": "On another device or a security key, so that losing one does not lock you out. You may be asked twice: first use a passkey that you have, then set up the new one.",
    "manage": "Your passkeys",
    "second": "Add a second passkey",
    "second_lead": "You will be asked twice: first use the passkey that you have just made, then set up the new one on your phone, another device or a security key.",
    "show_lead": "One last step: use it once, now.",
    "show": "Use it and continue",
    "later_heading": "Not now, then",
    "later_lead": "You can set up a passkey whenever you like, on this page."
  }
};
