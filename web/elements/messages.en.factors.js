// What is asked about factors at Kratos, beside the sentences of messages.en.js.
export default {
  "factors": {
    "question": {
      "totp": "An authenticator app was added on {date}. Is it yours?",
      "lookup_secret": "Backup codes were made on {date}. Are they yours?",
      "webauthn": "A security key was added on {date}. Is it yours?",
      "passkey": "A passkey of the sign-in service was added on {date}. Is it yours?",
      "code": "Codes sent to you were turned on, on {date}. Is the address yours?",
      "other": "Another way to confirm that it is you was added on {date}. Is it yours?"
    },
    "means": "Someone who knows your password can add this. Until you say that it is yours, it counts for nothing beside your passkey.",
    "yes": "Yes, it is mine",
    "no": "No, remove it",
    "confirming": "Your device may ask for a passkey first, to be sure that it is you.",
    "confirmed": "It is yours, and counts from now on.",
    "confirm": {
      "totp": "Remove the authenticator app?",
      "lookup_secret": "Remove the backup codes?",
      "webauthn": "Remove the security key?",
      "passkey": "Remove the passkey of the sign-in service?",
      "code": "Remove the codes that are sent to you?",
      "other": "Remove what is not yours?"
    },
    "confirm_means": "It is removed from your account and cannot confirm that it is you any more.",
    "confirm_sessions": "All other devices and browsers are signed out of your account.",
    "confirm_password": "Change your password afterwards: the person who added it knew it.",
    "confirm_action": "Remove it",
    "cancel": "Cancel",
    "removed": "It was removed, and everyone but you is signed out. Change your password now: the person who added it knew it.",
    "kept_now": "It could not be removed by itself. It counts for nothing here, and support knows of it. Everyone but you is signed out. Change your password now.",
    "kept": {
      "totp": "An authenticator app is in your account that is not yours",
      "lookup_secret": "Backup codes are in your account that are not yours",
      "webauthn": "A security key is in your account that is not yours",
      "passkey": "A passkey of the sign-in service is in your account that is not yours",
      "code": "Codes are sent to an address that is not yours",
      "other": "Something is in your account that is not yours"
    },
    "kept_means": "It could not be removed by itself. It counts for nothing here, and support knows of it.",
    "missing": "That was removed already. The page is up to date now."
  }
};
