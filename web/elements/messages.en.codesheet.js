// What is said while new recovery codes are shown, beside the sentences of messages.en.recovery-codes.js.
export default {
  "recovery-codes": {
    "new_heading": "Your new recovery codes",
    "new_lead": "They are shown this once only. Keep them where you can reach them without this device: on paper, or in your password manager.",
    "list": "Recovery codes",
    "copy": "Copy",
    "copied": "The codes are copied. Paste them into a safe place.",
    "not_copied": "Copying did not work. The codes are selected: copy them with your keyboard.",
    "download": "Download",
    "downloaded": "The codes are saved as a file in your downloads.",
    "print": "Print",
    "kept": "I have kept them",
    "done": "Your recovery codes are ready.",
    "file_name": "{app}-recovery-codes.txt",
    "file_title": "Recovery codes for {app}",
    "file_date": "Made on {date}.",
    "file_use": "If you lose your passkey, sign in to {app} as usual, choose “Use a recovery code”, and give one of these. Each works once. Newer codes replace all of these."
  }
};
