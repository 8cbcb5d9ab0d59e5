// What the admin console says in all of its views, beside the sentences of messages.en.js.
export default {
  "admin": {
    "title": "Admin console",
    "loading": "Loading…",
    "working": "Working on it…",
    "more": "Show more",
    "retry": "Try again",
    "filter": "Filter",
    "apply": "Apply filter",
    "all": "Show all",
    "any": "Any",
    "reason": "Reason (required)",
    "reason_use": "It stays on record. The person does not see it.",
    "reason_missing": "Say why, for the record. Then try again.",
    "keep": "Leave it as it is",
    "copy": "Copy",
    "copied": "Copied.",
    "not_copied": "Copying did not work. It is selected: copy it with your keyboard.",
    "done": "I have it, close",
    "notified": "The person sees that it happened in their own activity.",
    "nav_people": "People",
    "nav_passkeys": "Passkeys",
    "nav_approvals": "Approvals",
    "nav_resets": "Resets",
    "nav_audit": "Audit log",
    "nav_adoption": "Adoption",
    "nav_keys": "Admin keys",
    "role_admin": "admin",
    "role_support": "support",
    "role_auditor": "auditor",
    "signed_in": "Signed in as {login} ({role})",
    "by_key": "Opened with an admin key",
    "signed_out_heading": "Sign in to the console",
    "signed_out_lead": "You are not signed in, or your session has ended. Sign in with your own account; you will come back here.",
    "confirm": "Confirm with your passkey",
    "confirm_heading": "Confirm that it is you first",
    "confirm_lead": "The console opens to sessions with a second factor only. Confirm with a passkey or in another way; you will come back here.",
    "setup": "Set up a passkey",
    "no_role_heading": "Your account has no role here",
    "no_role_lead": "You are signed in, but the console is for admins, support staff and auditors only.",
    "no_role_how": "Ask whoever runs {app} to give your account a role, then try again. Or sign in with another account.",
    "other_account": "Sign in with another account",
    "errors": {
      "invalid_request": {
        "what": "“{field}” was not accepted.",
        "next": "Correct it and try again."
      },
      "forbidden": {
        "what": "Your role may not do this.",
        "next": "Ask an admin to do it, or to give you another role."
      },
      "not_found": {
        "what": "There is no such thing, or it has gone meanwhile.",
        "next": "Load the page again to see what is there."
      },
      "conflict": {
        "what": "This cannot be done as things stand: somebody else changed it, or a reset is under way.",
        "next": "Load the page again to see where it stands."
      },
      "step_up_required": {
        "what": "Changes need a fresh proof that it is you.",
        "next": "Confirm with your passkey, come back here, and try again. What you have typed is kept."
      },
      "aal2_required": {
        "what": "Your session is no longer confirmed by a second factor.",
        "next": "Confirm in one of the ways offered, then try again."
      },
      "rate_limited": {
        "what": "There were too many tries in a short time.",
        "next": "Wait a minute, then try again."
      },
      "kratos_unavailable": {
        "what": "Kratos does not answer at the moment.",
        "next": "Nothing was changed unless it is said above. Try again in a minute."
      },
      "store_unavailable": {
        "what": "The database does not answer at the moment.",
        "next": "Nothing was changed. Try again in a minute."
      }
    },
    "nav_deliveries": "Notifications"
  }
};
