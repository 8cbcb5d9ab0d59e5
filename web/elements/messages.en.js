// Every sentence that a person reads, in English. The object is strict JSON, because the server reads it too. Names in
// braces are filled in; "app" is the application's name. A language is a file like this one: same keys, same names.
export default {
  "lang": "en",
  "noscript": "This page needs JavaScript: only it can ask your browser for a passkey. Turn it on and load the page again.",
  "title": {
    "setup": "Set up a passkey",
    "login": "Sign in",
    "step-up": "Confirm that it is you",
    "passkeys": "Your passkeys",
    "recover": "Use a recovery code"
  },
  "common": {
    "working": "Please wait…",
    "waiting": "Waiting for your passkey. Follow the prompt of your device.",
    "waiting_twice": "Your device may ask twice: first use a passkey that you have, then set up the new one.",
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
    "capabilities": "What the browser can do",
    "recovery_code": "Use a recovery code"
  },
  "setup": {
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
    "done_lead": "“{name}” is set up. Use it the next time you sign in.",
    "required_lead": "{app} asks everybody to have a passkey. With it you sign in the way you unlock your device.",
    "grace_lead": "From {date} on, {app} asks everybody to have a passkey. With it you sign in the way you unlock your device.",
    "another_heading": "Add another passkey",
    "another_lead": "On another device or a security key, so that losing one does not lock you out. You may be asked twice: first use a passkey that you have, then set up the new one.",
    "manage": "Your passkeys",
    "second": "Add a second passkey",
    "second_lead": "You will be asked twice: first use the passkey that you have just made, then set up the new one on your phone, another device or a security key.",
    "show_lead": "One last step: use it once, now.",
    "show": "Use it and continue",
    "later_heading": "Not now, then",
    "later_lead": "You can set up a passkey whenever you like, on this page."
  },
  "login": {
    "heading": "Sign in to {app}",
    "lead": "Use your fingerprint, face, screen lock or security key.",
    "identifier": "Email or username",
    "identifier_hint": "You can leave this empty. Fill it in for a security key that does not know your account.",
    "action": "Sign in with a passkey",
    "other": "Use another way",
    "lost": "I lost my device",
    "going": "Signed in. Taking you on…",
    "done_heading": "You are signed in",
    "accepted_heading": "Your passkey was accepted",
    "done_lead": "You used the passkey “{name}”.",
    "account": "Account ID"
  },
  "step-up": {
    "heading": "Confirm that it is you",
    "lead": "What you are about to do needs your passkey.",
    "action": "Confirm with your passkey",
    "going": "Confirmed. Taking you back…",
    "none_heading": "You have no passkey yet",
    "none_lead": "Set one up first. From then on it can confirm that it is you.",
    "none_action": "Set up a passkey",
    "gate_lead": "Your password was right. Use your passkey to finish signing in.",
    "recover": "I lost my device: use a recovery code",
    "none_kratos_lead": "Confirm with your other second factor. After that you can set up a passkey, too.",
    "kratos": "Use my second factor",
    "fresh_heading": "You have confirmed already",
    "fresh_lead": "There is nothing more to do here. Go on where you were.",
    "fresh_alone_lead": "There is nothing more to do here. You can close this page.",
    "again": "Confirm again",
    "done_heading": "Confirmed",
    "done_lead": "Thank you. Go on where you were.",
    "over_heading": "Please start signing in again",
    "over_lead": "This sign-in has ended: it waits five minutes for your passkey.",
    "over_action": "Sign in again"
  },
  "passkeys": {
    "heading": "Your passkeys",
    "lead": "Each of these can sign you in to {app}. Remove the ones that you no longer use.",
    "loading": "Loading your passkeys…",
    "retry": "Load again",
    "empty_heading": "No passkeys yet",
    "empty_lead": "With a passkey you sign in the way you unlock your device.",
    "empty_action": "Set up a passkey",
    "add": "Add another passkey",
    "another": "Use a phone or security key instead",
    "adding": "Your device may ask twice: first for a passkey that you already have, then to make the new one.",
    "removing": "Removing it. Your device asks for a passkey first, to be sure that it is you.",
    "full": "This is as many passkeys as an account can hold. Remove one to add another.",
    "count": "{count} of {limit}",
    "created": "Created",
    "last_used": "Last used",
    "never": "Not used yet",
    "kept_by": "Kept by {provider}",
    "used_here": "Used in this browser",
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
    "missing": "“{name}” had been removed already, in another window or by support. The list is up to date now.",
    "confirm_heading": "Remove “{name}”?",
    "confirm_synced": "You will no longer be able to sign in with it, on any of the devices it is synced to. This cannot be undone.",
    "confirm_device": "You will no longer be able to sign in with it. This cannot be undone.",
    "confirm_last": "It is the only passkey that you can sign in with. After this you sign in with your password, or in another way that {app} offers.",
    "confirm_others": "Passkeys that you can still sign in with: {count}.",
    "confirm_codes": "Your recovery codes ({left}) cannot sign you in by themselves.",
    "confirm_copy": "Your device or password manager may keep a copy. It will not work any more, and you can delete it there.",
    "confirm_action": "Remove passkey",
    "keep": "Keep it",
    "gone_heading": "“{name}” is gone, and it was your last passkey",
    "gone_lead": "From now on you sign in with your password, or in another way that {app} offers. You can set up a new passkey at any time.",
    "gone_codes": "Your recovery codes ({left}) stay, but they cannot sign you in by themselves."
  },
  "activity": {
    "heading": "Recent activity",
    "more": "Show more",
    "retry": "Try again",
    "none": "Nothing has happened yet.",
    "failed": "The activity could not be loaded.",
    "by_support": "by support",
    "browser": "{browser} on {system}",
    "other": "Something changed in your account ({type}).",
    "passkey_registered": "A passkey was set up.",
    "passkey_registered_named": "The passkey “{name}” was set up.",
    "registration_refused": "A passkey was not set up: the attempt was refused.",
    "login_succeeded": "You signed in with a passkey.",
    "login_succeeded_named": "You signed in with the passkey “{name}”.",
    "login_refused": "A sign-in with a passkey was refused.",
    "login_refused_named": "A sign-in with the passkey “{name}” was refused.",
    "step_up_succeeded": "You confirmed with a passkey that it is you.",
    "step_up_succeeded_named": "You confirmed with the passkey “{name}” that it is you.",
    "step_up_refused": "A confirmation with a passkey was refused.",
    "confirmation_succeeded": "You approved something with a passkey.",
    "confirmation_refused": "An approval with a passkey was refused.",
    "passkey_clone_suspected": "There may be a second copy of one of your passkeys. Tell support.",
    "passkey_clone_suspected_named": "There may be a second copy of “{name}”. Tell support.",
    "passkey_renamed": "A passkey was renamed.",
    "passkey_renamed_named": "A passkey got the name “{name}”.",
    "passkey_removed": "A passkey was removed.",
    "passkey_removed_named": "The passkey “{name}” was removed.",
    "passkey_removal_refused": "A passkey was not removed: the attempt was refused.",
    "passkey_revoked": "Support removed a passkey of yours.",
    "passkey_suspended": "Support paused a passkey of yours.",
    "passkey_suspended_named": "Support paused your passkey “{name}”.",
    "passkey_resumed": "Support switched a passkey of yours on again.",
    "passkey_resumed_named": "Support switched your passkey “{name}” on again.",
    "identity_registered": "Your account was made.",
    "login_gate_refused": "A sign-in had to wait for a passkey or a recovery code.",
    "login_gate_proven": "You confirmed a sign-in.",
    "login_gate_proof_refused": "The confirmation of a sign-in was refused.",
    "login_gate_passed": "You signed in after confirming that it is you.",
    "recovery_codes_created": "New recovery codes were made.",
    "recovery_codes_redeemed": "A recovery code was used.",
    "recovery_codes_failed": "A wrong recovery code was tried.",
    "recovery_codes_locked": "Recovery codes were locked for a while, after too many wrong tries.",
    "recovery_codes_low": "Few recovery codes were left.",
    "recovery_codes_helpdesk_created": "Support made a recovery code for you.",
    "mfa_admin_reset": "Support reset how you confirm that it is you."
  },
  "recovery-codes": {
    "heading": "Recovery codes",
    "lead": "Each code works once, in place of a passkey that you have lost: you sign in as usual, give the code, and set up a new passkey.",
    "none_lead": "Recovery codes help you when you lose your device: you sign in as usual, give a code, and set up a new passkey. You have none yet.",
    "make": "Make recovery codes",
    "renew": "Make new codes",
    "making": "Making your codes. If your device asks, confirm with a passkey.",
    "left": "Codes left: {left}.",
    "made": "Made on",
    "low": "You are running low. Make new codes before you need them.",
    "used_up": "All your codes are used. Make new ones, so that losing your device does not lock you out.",
    "confirm_heading": "Make new recovery codes?",
    "confirm_lead": "All codes that you have now stop working at once, also the ones on paper.",
    "keep": "Keep the old ones",
    "new_heading": "Your new recovery codes",
    "new_lead": "They are shown this once only. Keep them where you can reach them without this device: on paper, or in your password manager.",
    "list": "Recovery codes",
    "copy": "Copy",
    "copied": "The codes are copied. Paste them into a safe place.",
    "not_copied": "Copying did not work. The codes are selected: copy them with your keyboard.",
    "download": "Download",
    "downloaded": "The codes are saved as a file in your downloads.",
    "print": "Print",
    "kept": "I have kept them",
    "done": "Your recovery codes are ready.",
    "file_name": "{app}-recovery-codes.txt",
    "file_title": "Recovery codes for {app}",
    "file_date": "Made on {date}.",
    "file_use": "If you lose your passkey, sign in to {app} as usual, choose “Use a recovery code”, and give one of these. Each works once. Newer codes replace all of these."
  },
  "recover": {
    "heading": "Use a recovery code",
    "lead": "Lost the device with your passkey? One of your recovery codes helps.",
    "means_session": "It confirms that it is you, in this session only.",
    "means_passkey": "It lets you set up one new passkey, within 15 minutes.",
    "means_login": "It confirms this sign-in only.",
    "means_once": "It works once. Cross it off your list.",
    "code": "Recovery code",
    "hint": "Capital or small letters, with or without dashes: all are fine.",
    "action": "Use this code",
    "empty": "Type one of your recovery codes first.",
    "checking": "Checking your code…",
    "going": "Code accepted. Taking you on…",
    "done_heading": "Your code was accepted",
    "done_lead": "Set up a new passkey now. You have 15 minutes, then you would need another code.",
    "left": "Codes left: {left}.",
    "low": "Make new ones once you have a passkey again.",
    "setup": "Set up a new passkey",
    "locked_heading": "Too many wrong codes",
    "locked_lead": "Recovery codes are locked to keep others from guessing. Try again after {time}.",
    "locked_passkeys": "Your passkeys go on working meanwhile.",
    "again": "Try another code",
    "signed_out_heading": "Sign in first",
    "signed_out_lead": "A recovery code stands in for your passkey, not for your password. Sign in to {app} with your password, or in another way that it offers; you will come back to this page.",
    "help_heading": "No codes at hand?",
    "help_lead": "The people who run {app} can check that it is you, and give you a code that works for an hour.",
    "help_page": "Ask for help",
    "help_neutral": "Turn to the support of {app}, or to whoever gave you your account."
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
    },
    "gesture_missing": {
      "what": "Your browser wants you to press the button once more.",
      "next": "Press it again: what you have just confirmed still counts."
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
