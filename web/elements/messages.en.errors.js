// Sentences of the failure panel, in addition to messages.en.js. That has those for what a page says without a panel, and for the
// failure that keeps this file from loading.
export default {
  "failure": {
    "details": "Details for support",
    "diagnose": "Check this browser",
    "code": "Code",
    "request_id": "Request ID",
    "time": "Time",
    "expected": "Expected",
    "received": "Received",
    "copy": "Copy details",
    "copied": "Details copied.",
    "not_copied": "Copying failed. The details are selected: copy them with your keyboard.",
    "reason": "Reason",
    "rp_id": "Passkey domain (RP ID)",
    "origin": "Address of this page",
    "browser": "Browser",
    "cause": "Browser error",
    "capabilities": "Browser capabilities",
    "recovery_code": "Use a recovery code",
    "enrolment_code": "Enter an enrolment code",
    "support": "Get help",
    "help_page": "Ask for help",
    "other_domain": "Use a passkey of {domain}"
  },
  "errors": {
    "cancelled": {
      "what": "The passkey prompt was closed before you were done.",
      "next": "Try again when you are ready, and follow the prompt on your device."
    },
    "timed_out": {
      "what": "The passkey prompt timed out.",
      "next": "Have your phone or security key at hand, then try again."
    },
    "already_registered": {
      "what": "This device already has a passkey for your account.",
      "next": "You can use it to sign in. To add a second one, set it up on another device or a security key."
    },
    "no_authenticator": {
      "what": "This device cannot create the kind of passkey that is required.",
      "next": "Try another device, your phone or a security key."
    },
    "user_verification_impossible": {
      "what": "Your device could not verify that it’s you.",
      "next": "Set up a screen lock, fingerprint or PIN in its settings, or use another device."
    },
    "blocked": {
      "what": "The browser did not show the passkey prompt.",
      "next": "Close other passkey prompts and try again. If you use a password manager, unlock it first."
    },
    "invalid_request": {
      "what": "The request was not accepted.",
      "next": "If you entered a name, try a shorter, simpler one. Otherwise reload the page."
    },
    "ceremony_invalid": {
      "what": "This attempt no longer matches your session.",
      "next": "Reload the page and start over."
    },
    "ceremony_expired": {
      "what": "This attempt took too long.",
      "next": "Start over. You have five minutes for each attempt."
    },
    "ceremony_spent": {
      "what": "This attempt has already been completed.",
      "next": "Reload the page to see the current state."
    },
    "passkey_rejected": {
      "what": "This passkey was not accepted.",
      "next": "Try another passkey, or sign in another way. If the passkey was removed here, you can delete it from your password manager."
    },
    "unauthenticated": {
      "what": "You are not signed in, or your session has expired.",
      "next": "Sign in, then return to this page."
    },
    "cookie_conflict": {
      "what": "Your browser is signed in to two different accounts at once.",
      "next": "Delete this site’s cookies in your browser, then sign in again."
    },
    "aal2_required": {
      "what": "Your account requires a second factor.",
      "next": "Use it to confirm it’s you, and you will return to this page."
    },
    "insufficient_authentication": {
      "what": "This page needs a recent confirmation that it’s you.",
      "next": "Confirm it’s you, then try again."
    },
    "step_up_required": {
      "what": "Please confirm it’s you before making this change.",
      "next": "Confirm another way, then try again.",
      "alone": "For that, you need a recovery code or the help of support. Then try again."
    },
    "enrolment_required": {
      "what": "Your account needs a passkey before you can continue.",
      "next": "Set up a passkey, then try again."
    },
    "forbidden_origin": {
      "what": "The request came from an address that is not allowed.",
      "next": "Open {app} at its usual address. If you are already there, contact support."
    },
    "identity_inactive": {
      "what": "Your account is deactivated.",
      "next": "Ask support to reactivate it."
    },
    "forbidden": {
      "what": "You are not allowed to do this.",
      "next": "If you think you should be, contact support."
    },
    "not_found": {
      "what": "This no longer exists.",
      "next": "Reload the page to see the current state."
    },
    "limit_reached": {
      "what": "You have reached the maximum number of passkeys.",
      "next": "Remove one you no longer use, then try again."
    },
    "authenticator_not_allowed": {
      "what": "This device or password manager is not allowed here.",
      "next": "Use a security key or passkey that your organisation has approved, or ask support which ones those are."
    },
    "last_passkey": {
      "what": "Your account must keep at least one passkey.",
      "next": "Add another passkey first, then remove this one."
    },
    "conflict": {
      "what": "Something changed in the meantime.",
      "next": "Reload the page, then try again."
    },
    "payload_too_large": {
      "what": "The request was too large.",
      "next": "Try a shorter name. If it keeps happening, contact support."
    },
    "unsupported_media_type": {
      "what": "The request had an unexpected format.",
      "next": "Reload the page. If it keeps happening, contact support."
    },
    "method_not_allowed": {
      "what": "The request had an unexpected form.",
      "next": "Reload the page. If it keeps happening, contact support."
    },
    "rate_limited": {
      "what": "Too many attempts in a short time.",
      "next": "Wait a minute, then try again.",
      "left": {"one": "You can try again in {left} second.", "other": "You can try again in {left} seconds."},
      "over": "You can try again now."
    },
    "internal": {
      "what": "Something went wrong on our side.",
      "next": "Try again. If it keeps happening, contact support."
    },
    "kratos_unavailable": {
      "what": "Sign-in is not available at the moment.",
      "next": "Try again in a minute. Nothing is wrong with your passkeys."
    },
    "kratos_refused": {
      "what": "This account cannot sign in with a passkey here.",
      "next": "Trying again does not help. Sign in another way, or contact support."
    },
    "kratos_misconfigured": {
      "what": "Sign-in is not set up correctly.",
      "next": "Trying again does not help. Contact support. Nothing is wrong with your passkeys."
    },
    "clocks_differ": {
      "what": "This is not possible at the moment, because a clock on our side is wrong.",
      "next": "Signing in again does not help. Contact support."
    },
    "identity_deleted": {
      "what": "The account of this passkey no longer exists.",
      "next": "Sign up again. If you did not delete the account, contact support."
    },
    "store_unavailable": {
      "what": "Your passkeys are not available at the moment.",
      "next": "Try again in a minute. Nothing is wrong with your passkeys."
    },
    "gesture_missing": {
      "what": "Your browser needs you to press the button again.",
      "next": "Press it again. You do not have to repeat what you have just confirmed."
    }
  },
  "reasons": {
    "attestation_missing": {
      "what": "Your browser did not say which make and model this is.",
      "next": "Try again and let your browser share the make and model if it asks, or use a security key that your organisation has approved."
    },
    "device_bound": {
      "what": "This passkey could be copied to other devices, which is not allowed here.",
      "next": "Use a passkey that stays on one device, such as a security key that your organisation has approved."
    },
    "synced": {
      "what": "This passkey is not kept by a password manager that is allowed here.",
      "next": "Set it up in a password manager that your organisation has approved, or ask support which ones those are."
    },
    "fido2": {
      "what": "This security key is too old to be allowed here.",
      "next": "Use a newer security key that your organisation has approved."
    },
    "key_size": {
      "what": "This device does not create passkeys that are strong enough to be allowed here.",
      "next": "Use another device or a security key that your organisation has approved."
    },
    "model_compromised": {
      "what": "The model of this passkey is reported as compromised.",
      "next": "Set up a passkey on a device of another model."
    },
    "role_has_no_codes": {
      "what": "Users with a role in the admin console cannot have recovery codes.",
      "next": "Set up a second passkey as a backup, or ask another admin for an enrolment code."
    },
    "enrolment_code_required": {
      "what": "Your account has a role in the admin console, so setting up its first passkey requires an enrolment code.",
      "next": "Ask another admin for one, enter it on the recovery code page, then set up your passkey."
    },
    "no_passkey_here": {
      "what": "You have no passkey that can be used here.",
      "next": "Confirm it’s you another way, or contact support."
    },
    "being_reset": {
      "what": "Support is resetting your account.",
      "next": "Wait a moment, then sign in again."
    },
    "second_factor": {
      "what": "Your account needs a second way in before you can continue.",
      "next": "Set one up, such as recovery codes or another passkey, then try again."
    },
    "origin_mismatch": {
      "what": "Passkeys do not work at the address of this page.",
      "next": "Open {app} at its usual address. If you are already there, contact support."
    },
    "rp_id_mismatch": {
      "what": "This passkey belongs to another address.",
      "next": "Open {app} at its usual address. If you are already there, contact support."
    },
    "user_presence_missing": {
      "what": "Your device did not register a confirmation.",
      "next": "Try again, and touch the key or confirm when your device asks you to."
    },
    "user_verification_missing": {
      "what": "This needs a passkey that verifies that it’s you.",
      "next": "Try again with your fingerprint, face or PIN. If your device has no screen lock, set one up. If that does not help, use another passkey."
    },
    "clone": {
      "what": "This security key may have been copied.",
      "next": "Use another passkey, and let support know."
    }
  }
};
