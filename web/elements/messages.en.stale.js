// Sentences for users whose session has to begin anew, in addition to messages.en.js.
export default {
  "stale": {
    "heading": "Please sign in again",
    "lead": "You signed in a while ago. Sign in to {app} again, and you will return to this page.",
    "sign_out": "Sign out, sign in with your second factor, and come back to this page.",
    "sign_out_action": "Sign out and in again"
  }
};
