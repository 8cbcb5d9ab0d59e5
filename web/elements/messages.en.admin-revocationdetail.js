// Sentences of the console view of one bulk revocation, in addition to messages.en.js.
export default {
  "admin-revocationdetail": {
    "heading": "Bulk revocation",
    "back": "All bulk revocations",
    "causes": "Why some were not revoked",
    "passkeys": "Passkeys",
    "none": "No passkeys match this filter.",
    "outcome": "Outcome",
    "person": "Person",
    "at": "When",
    "id": "Passkey ID",
    "cause_no_longer_matches": "It no longer matched the filter when its turn came.",
    "cause_oneself": "It belongs to the admin who requested or approved this.",
    "cause_role_above": "Its owner’s role is above that of the admin who requested or approved this.",
    "cause_identity_deleted": "Kratos no longer knows its owner. An admin can clean up what is left.",
    "cause_last_passkey": "It is its owner’s last, and that now needs the approval of a second admin.",
    "cause_requester_not_allowed": "The admin who requested this is no longer allowed to.",
    "cause_approver_not_allowed": "The admin who approved this is no longer allowed to.",
    "cause_kratos_unavailable": "Kratos did not respond.",
    "cause_kratos_misconfigured": "Latchkey cannot use Kratos’ answers.",
    "cause_internal": "It failed again and again. The log says why."
  }
};
