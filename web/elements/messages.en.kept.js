// Sentences about passkeys that Kratos keeps, and second factors, in addition to messages.en.js.
export default {
  "passkeys": {
    "second_only": "You can confirm with this key after you have signed in, but not sign in with it alone.",
    "suspended_means": "This passkey is suspended, so you cannot sign in with it. Ask support for the reason.",
    "compromised_means": "This passkey is suspended, because its model is reported as compromised. Set up another one on a different device.",
    "marked_means": "The model of this passkey is reported as compromised. Set up another one on a different device."
  },
  "kept": {
    "model": "Verified model",
    "maker": "Its maker is verified, its model is not.",
    "copy": "Also kept in your sign-in settings. Removing it here does not remove it there.",
    "heading": "Only in your sign-in settings",
    "lead": "You can sign in with these where you set them up. Rename or remove them in your sign-in settings.",
    "passkey": "Passkey",
    "domain": "For",
    "added": "Added"
  }
};
