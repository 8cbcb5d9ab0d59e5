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
    "not-me": "This was not me",
    "diagnose": "Check this browser"
  },
  "problem": {
    "again": "Try again",
    "console": "Admin console",
    "not_found": {
      "what": "There is nothing at this address.",
      "next": "Check the address. If a link led you here, it may be out of date."
    },
    "invalid_request": {
      "what": "This address is incomplete or has an error.",
      "next": "Go back to where you came from and try again."
    },
    "method_not_allowed": {
      "what": "This address cannot be used in this way.",
      "next": "Go back to where you came from and try again."
    },
    "ceremony_invalid": {
      "what": "This sign-in cannot be continued here.",
      "next": "It was started in another browser, or too long ago. Sign in from the start."
    },
    "ceremony_expired": {
      "what": "This sign-in has expired.",
      "next": "Sign in from the start."
    },
    "unauthenticated": {
      "what": "Please sign in first.",
      "next": "You are not signed in, or your session has expired."
    },
    "step_up_required": {
      "what": "Please confirm it’s you first.",
      "next": "After that, return to this address."
    },
    "aal2_required": {
      "what": "Please confirm it’s you first.",
      "next": "After that, return to this address."
    },
    "enrolment_required": {
      "what": "Your account needs a passkey.",
      "next": "Set one up, then return to this address."
    }
  }
};
