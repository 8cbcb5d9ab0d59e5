// Shared sentences of the admin console, in addition to messages.en.js.
export default {
  "admin": {
    "sign_out": "Sign out",
    "you": "you",
    "by_admin_key": "admin key “{name}”",
    "by_operator": "the operator",
    "person": "Person (login name or ID)",
    "nobody": "No account signs in with that, or the address is not verified. Check the spelling, or use the ID.",
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
    "reason_use": "It is recorded in the audit log. The person does not see it.",
    "reason_missing": "Enter a reason for the audit log, then try again.",
    "keep": "Go back",
    "copy": "Copy",
    "copied": "Copied.",
    "not_copied": "Copying failed. It is selected: copy it with your keyboard.",
    "done": "Done",
    "notified": "The person sees this in their recent activity.",
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
    "by_key": "Signed in with an admin key",
    "confirm": "Confirm with your passkey",
    "errors": {
      "invalid_request": {
        "what": "“{field}” was not accepted.",
        "next": "Correct it and try again."
      },
      "forbidden": {
        "what": "Your role does not allow this.",
        "next": "Ask an admin to do it or to give you another role."
      },
      "not_found": {
        "what": "This does not exist, or no longer exists.",
        "next": "Reload the page to see the current state."
      },
      "conflict": {
        "what": "This is not possible right now: someone else changed it, a reset is in progress, or a code was created in the last ten seconds.",
        "next": "Reload the page to see the current state."
      },
      "step_up_required": {
        "what": "Please confirm it’s you before making changes.",
        "next": "Confirm with your passkey, return here and try again. What you have typed is kept."
      },
      "aal2_required": {
        "what": "Your session is no longer confirmed by a second factor.",
        "next": "Confirm in one of the ways below, then try again."
      },
      "rate_limited": {
        "what": "Too many attempts in a short time.",
        "next": "Wait a minute, then try again."
      },
      "kratos_unavailable": {
        "what": "Kratos is not responding.",
        "next": "Unless it says otherwise above, nothing was changed. Try again in a minute."
      },
      "kratos_misconfigured": {
        "what": "Latchkey cannot use Kratos’ answers.",
        "next": "Unless it says otherwise above, nothing was changed. Ask the operator: the log names the setting or the cause."
      },
      "identity_deleted": {
        "what": "Kratos no longer has this account.",
        "next": "An admin can clean up what is left of it. If the account should exist, ask the operator which database Kratos uses."
      },
      "store_unavailable": {
        "what": "The database is not responding.",
        "next": "Nothing was changed. Try again in a minute."
      }
    },
    "nav_deliveries": "Notifications"
  }
};
