// Sentences of the questions about factors at Kratos, in addition to messages.en.js.
export default {
  "factors": {
    "question": {
      "totp": "An authenticator app was added on {date}. Is it yours?",
      "lookup_secret": "Backup codes were created on {date}. Are they yours?",
      "webauthn": "A security key was added on {date}. Is it yours?",
      "passkey": "A passkey was added to your sign-in settings on {date}. Is it yours?",
      "code": "Codes by email or text message were enabled on {date}. Is the address yours?",
      "password": "Your account has had a new password since {date}. Is it yours?",
      "oidc": "Your account has been linked to another sign-in service since {date}. Is the link yours?",
      "address": "Your account has had a new email address or phone number since {date}. Is it yours?",
      "other": "Another second factor was added on {date}. Is it yours?"
    },
    "means": "Anyone who knows your password can add this. Until you confirm it is yours, it does not count as a second factor.",
    "means_first": "Someone who finds your security key could have changed it. Until you confirm it is yours, it does not count together with a security key that has no PIN.",
    "yes": "Yes, it is mine",
    "no": "No, remove it",
    "no_first": "No, it is not mine"
  }
};
