// What the part "passkey" of the admin console says, beside the sentences of messages.en.js.
export default {
  "admin-passkey": {
    "suspended": "Paused",
    "clone_warning": "Possible copy",
    "kept_by": "Kept by",
    "rp_id": "Domain (RP ID)",
    "created": "Created",
    "last_used": "Last used",
    "never": "Not yet",
    "person": "Identity",
    "id": "Passkey",
    "suspend": "Pause",
    "suspend_label": "Pause “{name}”",
    "suspend_heading": "Pause “{name}”?",
    "suspend_lead": "It cannot be used to sign in or confirm until somebody switches it on again. Sessions that are open stay open.",
    "suspend_done": "“{name}” is paused.",
    "resume": "Switch on again",
    "resume_label": "Switch “{name}” on again",
    "resume_heading": "Switch “{name}” on again?",
    "resume_lead": "It can be used to sign in and confirm from now on.",
    "resume_clone": "The warning that there may be a copy of it is cleared as well.",
    "resume_done": "“{name}” can be used again.",
    "revoke": "Revoke",
    "revoke_label": "Revoke “{name}”",
    "revoke_heading": "Revoke “{name}”?",
    "revoke_lead": "It is deleted for good and cannot sign in any more. Without another passkey the person signs in with their password, or in another way that is offered.",
    "end_sessions": "Sign the person out everywhere, too",
    "revoked_ended": "“{name}” was revoked, and the person was signed out everywhere.",
    "revoked_kept": "“{name}” was revoked. The person stays signed in where they are.",
    "revoked_failed": "“{name}” was revoked, but Kratos did not answer: the person may still be signed in. End their sessions at Kratos."
  }
};
