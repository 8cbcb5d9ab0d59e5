// Sentences of adding, renaming and removing a passkey, in addition to messages.en.passkeys.js.
export default {
  "passkeys": {
    "another": "Use a phone or security key instead",
    "adding": "Your device may ask twice: first for a passkey you already have, then to create the new one.",
    "added": "“{name}” was added.",
    "removed": "“{name}” was removed.",
    "removed_pending": "“{name}” was removed. Devices that signed in with it will be signed out as soon as the sign-in server responds.",
    "removed_codes": "Your recovery codes were created with it and no longer work. Create new ones.",
    "removed_codes_last": "Your recovery codes were created with it and no longer work.",
    "removed_keys": "Admin keys created with it still work: {keys}. In the admin console, revoke any you no longer need.",
    "confirm_heading": "Remove “{name}”?",
    "confirm_synced": "You will no longer be able to sign in with it on any of the devices it is synced to. This cannot be undone.",
    "confirm_device": "You will no longer be able to sign in with it. This cannot be undone.",
    "confirm_second": "You will no longer be able to confirm it’s you with it. You still sign in as before. This cannot be undone.",
    "confirm_last": "It is the only passkey you can sign in with. After this, you sign in with your password or another method that {app} offers.",
    "confirm_others": {
      "one": "You can still sign in with {count} other passkey.",
      "other": "You can still sign in with {count} other passkeys."
    },
    "confirm_codes": {
      "one": "Your {left} remaining recovery code does not sign you in by itself.",
      "other": "Your {left} remaining recovery codes do not sign you in by themselves."
    },
    "confirm_ends_codes": "Your recovery codes were created with it and stop working. Create new ones afterwards.",
    "confirm_ends_codes_last": "Your recovery codes were created with it and stop working.",
    "confirm_copy": "Your device or password manager may keep a copy. It no longer works, and you can delete it there.",
    "confirm_action": "Remove passkey",
    "keep": "Keep passkey",
    "gone_heading": "You removed your last passkey, “{name}”",
    "gone_lead": "From now on, you sign in with your password or another method that {app} offers. You can set up a new passkey at any time.",
    "gone_codes": {
      "one": "You still have {left} recovery code, but it does not sign you in by itself.",
      "other": "You still have {left} recovery codes, but they do not sign you in by themselves."
    },
    "removing": "Removing the passkey. Your device first asks for a passkey to make sure it’s you.",
    "new_name": "New name",
    "save": "Save",
    "cancel": "Cancel",
    "renamed": "The passkey is now called “{name}”.",
    "missing": "“{name}” had already been removed, in another window or by support. The list is now up to date."
  }
};
