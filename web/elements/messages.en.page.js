// What the server writes into its pages; no element needs it.
export default {
  "noscript": "This page needs JavaScript: only it can ask your browser for a passkey. Turn it on and load the page again.",
  "title": {
    "setup": "Set up a passkey",
    "login": "Sign in",
    "step-up": "Confirm that it is you",
    "passkeys": "Your passkeys",
    "recover": "Use a recovery code",
    "not-me": "This was not me"
  }
};
