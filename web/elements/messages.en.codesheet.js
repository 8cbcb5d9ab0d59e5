// Sentences of the sheet of new recovery codes, in addition to messages.en.recovery-codes.js.
export default {
  "recovery-codes": {
    "making": "Creating your codes. If your device asks, confirm with a passkey.",
    "confirm_heading": "Create new recovery codes?",
    "confirm_lead": "All your existing codes stop working immediately, including any you have printed.",
    "keep": "Keep my codes",
    "new_heading": "Your new recovery codes",
    "new_lead": "They are shown only once. Keep them where you can get at them without this device: on paper or in your password manager.",
    "list": "Recovery codes",
    "copy": "Copy",
    "copied": "Codes copied. Paste them somewhere safe.",
    "not_copied": "Copying failed. The codes are selected: copy them with your keyboard.",
    "download": "Download",
    "downloaded": "The codes were saved to your downloads.",
    "print": "Print",
    "kept": "I have saved them",
    "done": "Your recovery codes are ready.",
    "file_name": "{app}-recovery-codes.txt",
    "file_title": "Recovery codes for {app}",
    "file_date": "Created on {date}.",
    "file_use": "If you lose your passkey, sign in to {app} as usual, choose “Use a recovery code”, and enter one of these. Each code works once. Creating new codes invalidates these."
  },
  "errors": {
    "conflict": {
      "what": "Codes were created a moment ago, perhaps by you in another tab, or something else changed your account.",
      "next": "If you have kept those codes, use them. Otherwise wait ten seconds, reload the page, then try again."
    }
  }
};
