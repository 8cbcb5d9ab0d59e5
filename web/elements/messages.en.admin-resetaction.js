// Sentences of the dialogs about a reset, in addition to messages.en.js.
export default {
  "admin-resetaction": {
    "lead": "All passkeys, recovery codes and second factors of this person are removed, here and at Kratos. This cannot be undone.",
    "sessions": "They are signed out everywhere.",
    "afterwards": "They can sign in with their password or another method and set up a new passkey.",
    "ask_heading": "Reset all factors of this person?",
    "two": "It starts once a second admin has approved it.",
    "ask_two": "Request the reset",
    "approved_by": "Approved by (optional)",
    "approved_by_use": "Who else agreed, for the audit log.",
    "approve_heading": "Approve this reset?",
    "cancel_heading": "Cancel this reset?",
    "cancel_lead": "Nothing is removed. The reset can be requested again.",
    "cancelled": "The reset was cancelled.",
    "now_pending": "The reset needs approval by a second admin.",
    "now_open": "The reset is in progress. It continues as soon as Kratos responds.",
    "now_done": "All factors were reset and the person was signed out everywhere.",
    "now_cancelled": "The reset had already been cancelled.",
    "now_expired": "The reset was not approved in time. It can be requested again."
  }
};
