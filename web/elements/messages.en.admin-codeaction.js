// Sentences of the dialog that issues a code, in addition to messages.en.js.
export default {
  "admin-codeaction": {
    "recovery_heading": "Issue a recovery code for {login}?",
    "recovery_sure": "Anyone with this code and their password can set up a new passkey. Make sure you are talking to the right person.",
    "lead": "It works once, within an hour. Any earlier code from support stops working.",
    "enrolment_heading": "Issue an enrolment code for {login}?",
    "enrolment_sure": "Anyone with this code and their password can set up a passkey for a user with a role. Make sure you are talking to the right person.",
    "ask": "Request the code",
    "action": "Create the code",
    "two": "A second admin must approve this first."
  }
};
