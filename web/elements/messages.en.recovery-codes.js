// What the element "recovery-codes" says, beside the sentences of messages.en.js.
export default {
  "recovery-codes": {
    "heading": "Recovery codes",
    "lead": "Each code works once, in place of a passkey that you have lost: you sign in as usual, give the code, and set up a new passkey.",
    "none_lead": "Recovery codes help you when you lose your device: you sign in as usual, give a code, and set up a new passkey. You have none yet.",
    "make": "Make recovery codes",
    "renew": "Make new codes",
    "making": "Making your codes. If your device asks, confirm with a passkey.",
    "left": "Codes left: {left}.",
    "made": "Made on",
    "low": "You are running low. Make new codes before you need them.",
    "used_up": "All your codes are used. Make new ones, so that losing your device does not lock you out.",
    "confirm_heading": "Make new recovery codes?",
    "confirm_lead": "All codes that you have now stop working at once, also the ones on paper.",
    "keep": "Keep the old ones",
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
