// Every sentence that a person reads on the pages, in English. The object is strict JSON, because the server renders
// the shells with it too. Names in braces are filled in; "app" is the application's name.
export default {
  "lang": "en",
  "common": {
    "noscript": "This page needs JavaScript: only it can ask your browser for a passkey. Turn it on and load the page again.",
    "working": "Please wait…",
    "waiting": "Waiting for your passkey. Follow the prompt of your device.",
    "continue": "Continue",
    "back": "Back to {app}",
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
  "failure": {
    "details": "Details for support",
    "code": "Code",
    "request_id": "Request ID",
    "time": "Time",
    "expected": "Expected",
    "received": "Received",
    "none": "none",
    "copy": "Copy details",
    "copied": "Details copied.",
    "not_copied": "Copying did not work. The details are selected: copy them with your keyboard.",
    "kratos": "Use another way to confirm"
  },
  "setup": {
    "title": "Set up a passkey",
    "heading": "Sign in faster with a passkey",
    "lead": "A passkey lets you sign in to {app} the way you unlock your device.",
    "why_easy": "Nothing to remember",
    "why_easy_more": "Your fingerprint, face or screen lock takes the place of a password.",
    "why_safe": "Safe from phishing",
    "why_safe_more": "It works on the real site only, so it cannot be given to a false one.",
    "why_private": "Stays with you",
    "why_private_more": "Fingerprint and face never leave your device.",
    "action": "Set up a passkey",
    "later": "Not now",
    "done_heading": "Your passkey is ready",
    "done_lead": "“{name}” is set up. Use it the next time you sign in."
  },
  "login": {
    "title": "Sign in",
    "heading": "Sign in to {app}",
    "lead": "Use your fingerprint, face, screen lock or security key.",
    "identifier": "Email or username",
    "identifier_hint": "You can leave this empty. Fill it in for a security key that does not know your account.",
    "action": "Sign in with a passkey",
    "other": "Use another way",
    "going": "Signed in. Taking you on…",
    "done_heading": "You are signed in",
    "accepted_heading": "Your passkey was accepted",
    "done_lead": "You used the passkey “{name}”.",
    "account": "Account ID"
  },
  "passkeys": {
    "title": "Your passkeys",
    "heading": "Your passkeys",
    "lead": "Each of these can sign you in to {app}. Remove the ones that you no longer use.",
    "loading": "Loading your passkeys…",
    "retry": "Load again",
    "empty_heading": "No passkeys yet",
    "empty_lead": "With a passkey you sign in the way you unlock your device.",
    "empty_action": "Set up a passkey",
    "add": "Add another passkey",
    "adding": "Waiting for your device. It may first ask for a passkey that you already have.",
    "removing": "Removing it. If your device asks, confirm with a passkey.",
    "count": "{count} of {limit}",
    "created": "Created",
    "last_used": "Last used",
    "never": "Not used yet",
    "suspended": "Paused",
    "suspended_means": "This passkey is paused and cannot sign you in. Ask support why.",
    "rename": "Rename",
    "rename_label": "Rename “{name}”",
    "new_name": "New name",
    "save": "Save",
    "cancel": "Cancel",
    "remove": "Remove",
    "remove_label": "Remove “{name}”",
    "added": "“{name}” was added.",
    "renamed": "The passkey is now called “{name}”.",
    "removed": "“{name}” was removed.",
    "confirm_heading": "Remove “{name}”?",
    "confirm_synced": "You will no longer be able to sign in with it, on any of the devices it is synced to. This cannot be undone.",
    "confirm_device": "You will no longer be able to sign in with it. This cannot be undone.",
    "confirm_last": "It is your only passkey: after this you need another way to sign in.",
    "confirm_copy": "Your device or password manager may keep a copy. It will not work any more, and you can delete it there.",
    "confirm_action": "Remove passkey",
    "keep": "Keep it"
  },
  "step-up": {
    "title": "Confirm that it is you",
    "heading": "Confirm that it is you",
    "lead": "What you are about to do needs a fresh proof. Your passkey gives it in a moment.",
    "action": "Confirm with your passkey",
    "going": "Confirmed. Taking you back…",
    "none_heading": "You have no passkey yet",
    "none_lead": "Set one up first. From then on it can confirm that it is you.",
    "none_action": "Set up a passkey"
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
    "gesture_missing": {
      "what": "The browser shows the passkey prompt only after a press of a button.",
      "next": "Press the button again."
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
    "locked": {
      "what": "There were too many wrong tries.",
      "next": "Wait a quarter of an hour, then try again."
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
    }
  },
  "reasons": {
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
