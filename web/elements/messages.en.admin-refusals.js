// Sentences of the console about what fails or is forbidden, in addition to messages.en.js.
export default {
  "admin-refusals": {
    "field_reason": "Reason",
    "field_approved_by": "Approved by",
    "field_filter": "Filter",
    "field_outcome": "Outcome",
    "field_identity": "Person",
    "field_identity_id": "Person",
    "field_identifier": "Login name",
    "field_actor_id": "Done by",
    "field_passkey_id": "Passkey",
    "field_request_id": "Request ID",
    "field_event_type": "Event",
    "field_since": "From",
    "field_until": "To",
    "field_rp_id": "Domain",
    "field_aaguid": "Authenticator",
    "field_key_identifier": "Key identifier",
    "field_sink": "To",
    "field_state": "State",
    "field_name": "Name",
    "field_scopes": "Scopes",
    "field_expires_at": "Expires",
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
    "reasons": {
      "oneself": {
        "what": "You cannot do this to your own account.",
        "next": "Ask a colleague."
      },
      "role_above": {
        "what": "This person’s role is above yours.",
        "next": "Ask an admin to do it."
      },
      "operators_key": {
        "what": "This key belongs to the operator.",
        "next": "Ask the operator to revoke it."
      },
      "same_admin": {
        "what": "You requested this yourself.",
        "next": "Ask another admin to approve it."
      },
      "not_requester": {
        "what": "Only the admin who requested the code can see it.",
        "next": "Ask them to open it."
      },
      "passkey_too_new": {
        "what": "Your passkey is too new to make changes.",
        "next": "Ask another admin or the operator to confirm it, or wait until it is old enough (one day by default)."
      },
      "role_has_no_codes": {
        "what": "Users with a role cannot have recovery codes.",
        "next": "An admin can issue an enrolment code for them."
      }
    }
  }
};
