// Sentences of the console view "resets", in addition to messages.en.js.
export default {
  "admin-resets": {
    "heading": "Resets",
    "lead": "A reset removes all second factors of a person who has lost them.",
    "state": "State",
    "none": "No resets match this filter."
  }
};
