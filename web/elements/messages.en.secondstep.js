// Sentences of what follows a new passkey, in addition to messages.en.setup.js.
export default {
  "common": {
    "synced_means": "You can use it on any device where you are signed in to the same password manager.",
    "device_only_means": "It stays on this device. Set up a second one elsewhere so that losing this device does not lock you out.",
    "other_device_means": "It stays on the phone or other device you created it on. Set up a second one elsewhere so that losing that device does not lock you out.",
    "security_key_means": "It stays on this security key. Set up a second one elsewhere so that losing this key does not lock you out."
  },
  "setup": {
    "done_heading": "Your passkey is ready",
    "upgraded_heading": "A passkey was created",
    "done_lead": "“{name}” has been set up. Use it the next time you sign in.",
    "refused_lead": "“{name}” has been set up. You can use it to confirm it’s you, but not to sign in at the moment. Keep another way to sign in, and let support know.",
    "second": "Add a second passkey",
    "second_lead": "Create a second passkey on another device, your phone or a security key.",
    "second_twice": "You will be asked twice: first for a passkey you already have, then to create the new one.",
    "codes": "Create recovery codes",
    "codes_lead": "Next, create recovery codes to print or save. If you lose your passkey, one of them lets you create a new one.",
    "making_codes": "Creating your codes. Your device asks for your passkey first.",
    "way_heading": "In case you lose your passkey",
    "way_lead": "Set up a second way in, so that you are not locked out.",
    "way_required_lead": "{app} requires a second way in, so that you are not locked out if you lose your passkey.",
    "way_grace_lead": "From {date}, {app} requires a second way in, so that you are not locked out if you lose your passkey.",
    "way_done_heading": "You have a second way in",
    "way_done_lead": "If you lose your passkey, sign in as usual and use one of your recovery codes.",
    "show_lead": "One last step: use it once now.",
    "show": "Use it and continue"
  }
};
