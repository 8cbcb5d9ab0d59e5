// Sentences for users who cannot use their passkey, in addition to messages.en.js.
export default {
  "otherways": {
    "codes": {
      "one": "You have {left} recovery code left. It confirms it’s you and lets you set up a new passkey.",
      "other": "You have {left} recovery codes left. One of them confirms it’s you and lets you set up a new passkey."
    },
    "no_codes": "You have no recovery codes.",
    "kratos": "You can also confirm it’s you another way.",
    "code": "Use a recovery code",
    "kratos_action": "Confirm another way",
    "enrol": "Your recovery code was accepted. You can set up a new passkey now.",
    "enrol_action": "Set up a new passkey",
    "gate": "If you have recovery codes, one of them completes this sign-in and lets you set up a new passkey.",
    "login": "First sign in another way, such as with your password. After that, a recovery code lets you set up a new passkey.",
    "help": "The {app} team can check that it’s you and help you set up a new passkey.",
    "help_page": "Ask for help",
    "help_neutral": "Contact {app} support or the administrator of your account. They can check that it’s you and help you set up a new passkey."
  }
};
