// Sentences of the console about forbidden actions, in addition to messages.en.js.
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
    "field_sink": "To",
    "field_state": "State",
    "field_name": "Name",
    "field_scopes": "Scopes",
    "field_expires_at": "Expires",
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
