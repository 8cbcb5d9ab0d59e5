// Sentences of the answers to the questions about factors at Kratos, in addition to messages.en.factors.js.
export default {
  "factors": {
    "confirming": "Your device may first ask for a passkey to make sure it’s you.",
    "confirmed": "Thank you. It counts as yours from now on.",
    "confirm": {
      "totp": "Remove the authenticator app?",
      "lookup_secret": "Remove the backup codes?",
      "webauthn": "Remove the security key?",
      "passkey": "Remove the passkey from your sign-in settings?",
      "code": "Turn off codes by email or text message?",
      "password": "Report the password as not yours?",
      "oidc": "Report the link to another sign-in service as not yours?",
      "address": "Report the email address or phone number as not yours?",
      "other": "Remove this second factor?"
    },
    "confirm_means": "It is removed from your account and can no longer be used to confirm it’s you.",
    "confirm_means_first": "It no longer counts together with a security key that has no PIN. It can still be used to sign in until you change it in your sign-in settings.",
    "confirm_sessions": "All other devices and browsers are signed out of your account.",
    "confirm_password": "Change your password afterwards: the person who added it knew it.",
    "confirm_password_first": "Change it there afterwards. If you have lost a security key, remove its passkey here.",
    "confirm_action": "Remove it",
    "confirm_action_first": "It is not mine",
    "cancel": "Cancel",
    "removed": "It was removed, and everyone but you has been signed out. Change your password now: the person who added it knew it.",
    "removed_pending": "It was removed. Everyone but you will be signed out as soon as the sign-in server responds. Change your password now: the person who added it knew it.",
    "kept_now_pending": "It could not be removed automatically. It no longer counts here, and support has been notified. Everyone but you will be signed out as soon as the sign-in server responds. Change your password now.",
    "kept_now": "It could not be removed automatically. It no longer counts here, and support has been notified. Everyone but you has been signed out. Change your password now.",
    "kept_now_first": "Everyone but you has been signed out, and support has been notified. Change it in your sign-in settings now: until then, it can still be used to sign in. If you have lost a security key, remove its passkey here.",
    "kept_now_first_pending": "Everyone but you will be signed out as soon as the sign-in server responds, and support has been notified. Change it in your sign-in settings now: until then, it can still be used to sign in. If you have lost a security key, remove its passkey here.",
    "missing": "It had already been removed. The page is now up to date.",
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
    "kept_means_first": "It can still be used to sign in until you change it in your sign-in settings. It does not count together with a security key that has no PIN. Support has been notified."
  }
};
