// Sentences in the pages of the server. No element uses them.
export default {
  "noscript": "This page needs JavaScript to use passkeys. Turn it on and reload the page.",
  "switcher": {
    "label": "Language",
    "name": "English"
  },
  "title": {
    "setup": "Set up a passkey",
    "login": "Sign in",
    "step-up": "Confirm it’s you",
    "passkeys": "Your passkeys",
    "recover": "Use a recovery code",
    "not-me": "This was not me"
  }
};
