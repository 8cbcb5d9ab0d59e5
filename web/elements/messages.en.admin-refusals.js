// What the admin console says of what is forbidden, beside the sentences of messages.en.js.
export default {
  "admin-refusals": {
    "reasons": {
      "oneself": {
        "what": "Nobody does this to their own account.",
        "next": "Ask a colleague."
      },
      "role_above": {
        "what": "This person's role is above yours.",
        "next": "Ask an admin to do it."
      },
      "same_admin": {
        "what": "You asked for this yourself.",
        "next": "Ask another admin to approve it."
      },
      "not_requester": {
        "what": "The code is for the admin who asked for it.",
        "next": "Let them collect it."
      },
      "passkey_too_new": {
        "what": "Your passkey is too new for changes.",
        "next": "Ask another admin to confirm it, or the operator; or wait a day, as configured."
      },
      "role_has_no_codes": {
        "what": "People with a role have no recovery codes.",
        "next": "An admin can give them an enrolment code."
      }
    }
  }
};
