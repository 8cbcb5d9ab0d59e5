// Sentences of the console about changes to a passkey, loaded with their dialogs, in addition to messages.en.admin-passkey.js.
export default {
  "admin-action": {
    "suspend_heading": "Suspend “{name}”?",
    "suspend_lead": "It cannot be used to sign in or confirm until it is reactivated. Until then, a second factor that was set up or confirmed with it, such as an authenticator app, does not count either. Kratos sessions that it created are ended.",
    "suspend_done": "“{name}” is suspended.",
    "suspend_pending": "“{name}” is suspended. Sessions created with it may still be active: they end as soon as Kratos responds.",
    "resume_heading": "Reactivate “{name}”?",
    "resume_lead": "It can be used to sign in and confirm again.",
    "resume_clone": "The warning about a possible copy is cleared as well.",
    "resume_done": "“{name}” can be used again.",
    "confirm_heading": "Confirm “{name}”?",
    "confirm_lead": "Make sure this person set it up themselves. They can use it for changes in the console immediately.",
    "confirm_done": "“{name}” is confirmed.",
    "revoke_heading": "Revoke “{name}”?",
    "revoke_lead": "It is deleted permanently and can no longer be used to sign in. Without another passkey, the person signs in with their password or another method.",
    "end_sessions": "Also sign the person out everywhere",
    "stolen": "The passkey was stolen: also invalidate the recovery codes created with it",
    "stolen_use": "Not for a lost device: the codes may be the person’s only way back.",
    "keys_stay": "Admin keys that this person created with it keep working. They are listed afterwards.",
    "revoked_ended": "“{name}” was revoked and the person was signed out everywhere.",
    "revoked_kept": "“{name}” was revoked. The person’s other sessions continue.",
    "revoked_pending": "“{name}” was revoked. The person may still be signed in: the sessions end as soon as Kratos responds."
  }
};
