// Sentences about passkeys that Kratos keeps, in addition to messages.en.js.
export default {
  "kept": {
    "copy": "Also kept in your sign-in settings. Removing it here does not remove it there.",
    "heading": "Only in your sign-in settings",
    "lead": "You can sign in with these where you set them up. Rename or remove them in your sign-in settings.",
    "passkey": "Passkey",
    "domain": "For",
    "added": "Added"
  }
};
