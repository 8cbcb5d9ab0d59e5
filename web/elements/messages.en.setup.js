// Sentences of the element "setup", in addition to messages.en.js.
export default {
  "common": {
    "waiting_twice": "Your device may ask twice: first use a passkey you already have, then set up the new one."
  },
  "setup": {
    "back": "Back to {app}",
    "elsewhere": "{app} requires a passkey. Sign in with a browser that supports passkeys to continue.",
    "later": "Not now",
    "required_lead": "{app} requires a passkey. You use it to sign in the way you unlock your device.",
    "grace_lead": "From {date}, {app} requires a passkey. You use it to sign in the way you unlock your device.",
    "another_heading": "Add another passkey",
    "another_lead": "Set one up on another device or a security key so that losing one does not lock you out. You may be asked twice: first use a passkey you already have, then set up the new one.",
    "manage": "Your passkeys",
    "way_later_lead": "You can set up a second way in on this page at any time.",
    "cancelled": "No passkey was created. Try again when you like.",
    "later_heading": "Maybe later",
    "later_lead": "You can set up a passkey on this page at any time."
  }
};
