// Every sentence that a person reads, in English: here what all elements share, in messages.en.<section>.js what one says. The
// objects are strict JSON, because the server reads them too. Names in braces are filled in; "app" is the application's name.
// A language is files like these: same keys, same names.
export default {
  "lang": "en",
  "common": {
    "working": "Please wait…",
    "waiting": "Waiting for your passkey. Follow the prompt of your device.",
    "waiting_twice": "Your device may ask twice: first use a passkey that you have, then set up the new one.",
    "continue": "Continue",
    "confirmed": "Confirmed",
    "confirmed_lead": "Thank you. Go on where you were.",
    "confirmed_going": "Confirmed. Taking you back…",
    "synced": "Synced",
    "device_only": "This device only",
    "synced_means": "It is synced: you can use it on every device where you are signed in to the same password manager.",
    "device_only_means": "It stays on this device. Set up a second one elsewhere, so that losing this device does not lock you out."
  },
  "signed_out": {
    "heading": "Please sign in first",
    "lead": "You are not signed in, or your session has ended. Sign in to {app}; you will come back to this page.",
    "sign_in": "Sign in"
  },
  "stale": {
    "heading": "Please sign in again",
    "lead": "You signed in a while ago. Sign in to {app} once more; you will come back to this page."
  },
  "failure": {
    "details": "Details for support",
    "code": "Code",
    "request_id": "Request ID",
    "time": "Time",
    "expected": "Expected",
    "received": "Received",
    "copy": "Copy details",
    "copied": "Details copied.",
    "not_copied": "Copying did not work. The details are selected: copy them with your keyboard.",
    "kratos": "Use another way to confirm",
    "reason": "Reason",
    "rp_id": "Passkey domain (RP ID)",
    "origin": "Address of this page",
    "browser": "Browser",
    "cause": "Browser error",
    "capabilities": "What the browser can do",
    "recovery_code": "Use a recovery code",
    "support": "Get help"
  },
  "errors": {
    "cancelled": {
      "what": "The passkey prompt was closed before it was done.",
      "next": "Try again when you are ready, and follow the prompt of your device."
    },
    "timed_out": {
      "what": "The passkey prompt was open for too long.",
      "next": "Try again when your phone, key or screen lock is at hand."
    },
    "already_registered": {
      "what": "This device already has a passkey for your account.",
      "next": "You can use it to sign in. To have a second one, set it up on another device or on a security key."
    },
    "not_supported": {
      "what": "This browser cannot use passkeys.",
      "next": "Update it, or open this page in another browser."
    },
    "insecure_context": {
      "what": "This page was opened without a secure connection.",
      "next": "Open it again with https:// at the start of the address."
    },
    "wrong_domain": {
      "what": "Passkeys are not set up for the address of this page.",
      "next": "Open {app} at its usual address. If that is where you are, give the details below to support."
    },
    "no_authenticator": {
      "what": "Nothing here can hold the kind of passkey that is needed.",
      "next": "Try another device, your phone, or a security key."
    },
    "user_verification_impossible": {
      "what": "Your device could not check that it is you.",
      "next": "Turn on a screen lock, a fingerprint or a PIN in its settings, or use another device."
    },
    "blocked": {
      "what": "The browser did not show the passkey prompt.",
      "next": "Close other passkey prompts and try again. If you use a password manager, unlock it first."
    },
    "network": {
      "what": "{app} could not be reached.",
      "next": "Check your connection and try again."
    },
    "unknown": {
      "what": "Something unexpected happened.",
      "next": "Try again. If it happens again, give the details below to support."
    },
    "invalid_request": {
      "what": "What was sent was not accepted.",
      "next": "If you gave a name, try a shorter and simpler one. Otherwise load the page again."
    },
    "ceremony_invalid": {
      "what": "This attempt does not fit your session any more.",
      "next": "Load the page again and start over."
    },
    "ceremony_expired": {
      "what": "This attempt took too long.",
      "next": "Start again. You have five minutes each time."
    },
    "ceremony_spent": {
      "what": "This attempt was completed already.",
      "next": "Load the page again to see where things stand."
    },
    "passkey_rejected": {
      "what": "This passkey was not accepted.",
      "next": "Try another passkey, or sign in another way. A passkey that was removed here can be deleted from your password manager."
    },
    "unauthenticated": {
      "what": "You are not signed in, or your session has ended.",
      "next": "Sign in and come back to this page."
    },
    "cookie_conflict": {
      "what": "Your browser sent the sign-ins of two different accounts.",
      "next": "Delete the cookies of this site in your browser, then sign in again."
    },
    "aal2_required": {
      "what": "Your account asks for its second factor first.",
      "next": "Confirm it, and you will come back to this page."
    },
    "step_up_required": {
      "what": "This change needs a fresh proof that it is you.",
      "next": "Confirm in one of the ways offered, then try again."
    },
    "enrolment_required": {
      "what": "Your account needs a passkey before you can go on.",
      "next": "Set up a passkey, then try again."
    },
    "forbidden_origin": {
      "what": "The request came from an address that is not allowed.",
      "next": "Open {app} at its usual address. If that is where you are, give the details below to support."
    },
    "identity_inactive": {
      "what": "Your account is switched off.",
      "next": "Ask support to switch it on again."
    },
    "forbidden": {
      "what": "You may not do this.",
      "next": "If you think you should, give the details below to support."
    },
    "not_found": {
      "what": "This is not there any more.",
      "next": "Load the page again to see what is."
    },
    "limit_reached": {
      "what": "You have as many passkeys as an account can hold.",
      "next": "Remove one that you no longer use, then add the new one."
    },
    "last_passkey": {
      "what": "Your account must keep one passkey.",
      "next": "Add another passkey first, then remove this one."
    },
    "conflict": {
      "what": "Something changed at the same moment.",
      "next": "Load the page again, then try once more."
    },
    "payload_too_large": {
      "what": "What was sent was too large.",
      "next": "Try a shorter name. If it happens again, give the details below to support."
    },
    "unsupported_media_type": {
      "what": "The request came in a form that is not understood.",
      "next": "Load the page again. If it happens again, give the details below to support."
    },
    "rate_limited": {
      "what": "There were too many tries in a short time.",
      "next": "Wait a minute, then try again."
    },
    "internal": {
      "what": "Something went wrong on our side.",
      "next": "Try again. If it happens again, give the details below to support."
    },
    "kratos_unavailable": {
      "what": "Sign-in is not available at the moment.",
      "next": "Try again in a minute. Nothing is wrong with your passkeys."
    },
    "store_unavailable": {
      "what": "Your passkeys cannot be reached at the moment.",
      "next": "Try again in a minute. Nothing is wrong with your passkeys."
    },
    "gesture_missing": {
      "what": "Your browser wants you to press the button once more.",
      "next": "Press it again: what you have just confirmed still counts."
    }
  },
  "reasons": {
    "role_has_no_codes": {
      "what": "Accounts with a role in the admin console have no recovery codes.",
      "next": "Set up a second passkey as your way back, or ask another admin for an enrolment code."
    },
    "enrolment_code_required": {
      "what": "Your account has a role in the admin console, so its first passkey takes an enrolment code.",
      "next": "Ask another admin for one, enter it on the page for recovery codes, then set up your passkey."
    },
    "origin_mismatch": {
      "what": "Passkeys are not set up for the address of this page.",
      "next": "Open {app} at its usual address. If that is where you are, give the details below to support."
    },
    "rp_id_mismatch": {
      "what": "This passkey belongs to another address.",
      "next": "Open {app} at its usual address. If that is where you are, give the details below to support."
    },
    "user_presence_missing": {
      "what": "Your device did not see you confirm.",
      "next": "Try again, and touch the key or confirm when your device asks."
    },
    "user_verification_missing": {
      "what": "Your device did not check that it is you.",
      "next": "Try again with your fingerprint, face or PIN. Turn on a screen lock if there is none."
    },
    "clone": {
      "what": "There may be a second copy of this security key.",
      "next": "Use another passkey, and tell support."
    }
  }
};
