// Sentences of the console view "passkey", in addition to messages.en.js.
export default {
  "admin-passkey": {
    "suspended": "Suspended",
    "suspended_since": "Suspended since",
    "cause_staff": "by support",
    "cause_clone": "its counter decreased",
    "cause_inactivity": "while the account is inactive",
    "cause_verification": "it may belong to someone else",
    "clone_warning": "Possible copy",
    "kept": "Copy kept at Kratos",
    "second_only": "Second factor only",
    "backup_flags": "Refused: backup flags changed",
    "kept_by": "Set up with",
    "rp_id": "Domain (RP ID)",
    "created": "Created",
    "last_used": "Last used",
    "never": "Never",
    "person": "Person",
    "id": "Passkey",
    "suspend": "Suspend",
    "suspend_label": "Suspend “{name}”",
    "resume": "Reactivate",
    "resume_label": "Reactivate “{name}”",
    "waits": "This now needs approval by a second admin. It is listed under Approvals.",
    "too_new": "Too new for making changes",
    "confirmed": "Confirmed",
    "confirm": "Confirm",
    "confirm_label": "Confirm “{name}”",
    "revoke": "Revoke",
    "revoke_label": "Revoke “{name}”"
  }
};
