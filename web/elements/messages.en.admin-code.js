// Sentences of the console about codes and approvals, in addition to messages.en.js.
export default {
  "admin-code": {
    "code_once": "The code",
    "code_tell": "Tell the person the code now: it is shown only once. They sign in and enter it on the recovery code page. It is valid until {until}.",
    "code_made": "Code created."
  }
};
