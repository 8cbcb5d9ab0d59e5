// What the admin console says of codes and of two admins, beside the sentences of messages.en.js.
export default {
  "admin-code": {
    "two": "It begins when a second admin has approved it.",
    "code_once": "The code",
    "code_tell": "Tell it to the person now: it is shown this once only. It works until {until}, on the page for recovery codes, after signing in.",
    "code_made": "A code was made."
  }
};
