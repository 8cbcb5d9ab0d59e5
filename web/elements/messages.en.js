// All English sentences: shared ones here, those of one section in messages.en.<section>.js. The objects are strict JSON, because
// the server reads them as well. Names in braces are placeholders; "app" is the application's name. Another language needs files
// with the same keys and placeholders.
export default {
  "lang": "en",
  "dir": "ltr",
  "common": {
    "cant_use": "I can’t use my passkey",
    "working": "Please wait…",
    "waiting": "Waiting for your passkey. Follow the prompt on your device.",
    "cancel": "Cancel",
    "cancelled": "Nothing was changed. Try again when you like.",
    "continue": "Continue",
    "open_at": "Open {address}",
    "confirmed": "Confirmed",
    "confirmed_lead": "Thank you. You can continue where you left off.",
    "confirmed_going": "Confirmed. Taking you back…",
    "synced": "Synced",
    "device_only": "On one device only",
    "security_key": "Security key"
  },
  "signed_out": {
    "heading": "Please sign in first",
    "lead": "You are not signed in, or your session has expired. Sign in to {app}, and you will return to this page.",
    "sign_in": "Sign in"
  },
  "failure": {
    "kratos": "Confirm another way"
  },
  "errors": {
    "not_supported": {
      "what": "This browser does not support passkeys.",
      "next": "Update it, or open this page in another browser."
    },
    "insecure_context": {
      "what": "This page was opened without a secure connection.",
      "next": "Open it again with https:// at the start of the address."
    },
    "wrong_domain": {
      "what": "Passkeys do not work at the address of this page.",
      "next": "Open {app} at its usual address. If you are already there, contact support."
    },
    "network": {
      "what": "{app} could not be reached.",
      "next": "Check your connection and try again."
    },
    "unknown": {
      "what": "Something went wrong.",
      "next": "Try again. If it keeps happening, contact support."
    }
  }
};
