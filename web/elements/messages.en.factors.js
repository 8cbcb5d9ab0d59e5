// Sentences of the questions about factors at Kratos, in addition to messages.en.js.
export default {
  "factors": {
    "question": {
      "totp": "An authenticator app was added on {date}. Is it yours?",
      "lookup_secret": "Backup codes were created on {date}. Are they yours?",
      "webauthn": "A security key was added on {date}. Is it yours?",
      "passkey": "A passkey was added to your sign-in settings on {date}. Is it yours?",
      "code": "Codes by email or text message were turned on on {date}. Is the address yours?",
      "password": "A new password was seen on {date}. Did you set it?",
      "oidc": "A link to another sign-in service was seen on {date}. Is it yours?",
      "address": "A new email address or phone number was seen on {date}. Is it yours?",
      "other": "Another second factor was added on {date}. Is it yours?"
    },
    "means": "Anyone who knows your password can add this. Until you confirm it is yours, it does not count as a second factor.",
    "means_first": "Anyone who has your security key can change this. Until you confirm it is yours, it does not count next to a security key without a PIN.",
    "yes": "Yes, it is mine",
    "no": "No, remove it",
    "no_first": "No, it is not mine",
    "confirming": "Your device may first ask for a passkey to make sure it’s you.",
    "confirmed": "Thank you. It counts as yours from now on.",
    "confirm": {
      "totp": "Remove the authenticator app?",
      "lookup_secret": "Remove the backup codes?",
      "webauthn": "Remove the security key?",
      "passkey": "Remove the passkey from your sign-in settings?",
      "code": "Turn off codes by email or text message?",
      "password": "The password is not yours?",
      "oidc": "The link to another sign-in service is not yours?",
      "address": "The email address or phone number is not yours?",
      "other": "Remove this second factor?"
    },
    "confirm_means": "It is removed from your account and can no longer be used to confirm it’s you.",
    "confirm_means_first": "It no longer counts here. It stays in your sign-in settings until you change it there.",
    "confirm_sessions": "All other devices and browsers are signed out of your account.",
    "confirm_password": "Change your password afterwards: the person who added it knew it.",
    "confirm_password_first": "Change it in your sign-in settings afterwards, and remove the passkey that you have lost.",
    "confirm_action": "Remove it",
    "confirm_action_first": "It is not mine",
    "cancel": "Cancel",
    "removed": "It was removed, and everyone but you has been signed out. Change your password now: the person who added it knew it.",
    "removed_pending": "It was removed. Everyone but you will be signed out as soon as the sign-in server responds. Change your password now: the person who added it knew it.",
    "kept_now_pending": "It could not be removed automatically. It no longer counts here, and support has been notified. Everyone but you will be signed out as soon as the sign-in server responds. Change your password now.",
    "kept_now": "It could not be removed automatically. It no longer counts here, and support has been notified. Everyone but you has been signed out. Change your password now.",
    "kept": {
      "totp": "Your account has an authenticator app that is not yours",
      "lookup_secret": "Your account has backup codes that are not yours",
      "webauthn": "Your account has a security key that is not yours",
      "passkey": "Your sign-in settings have a passkey that is not yours",
      "code": "Codes are sent to an address that is not yours",
      "password": "Your account has a password that is not yours",
      "oidc": "Your account is linked to a sign-in service that is not yours",
      "address": "Your account has an email address or phone number that is not yours",
      "other": "Your account has a second factor that is not yours"
    },
    "kept_means": "It could not be removed automatically. It does not count here, and support has been notified.",
    "kept_means_first": "It does not count here, and support has been notified. Change it in your sign-in settings.",
    "missing": "It had already been removed. The page is now up to date."
  }
};
