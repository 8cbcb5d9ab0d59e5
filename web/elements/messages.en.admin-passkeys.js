// Sentences of the console view "passkeys", in addition to messages.en.js.
export default {
  "admin-passkeys": {
    "undisclosed": "Not disclosed",
    "unknown": "Unknown ({aaguid})",
    "heading": "Passkeys",
    "lead": "All passkeys, newest first.",
    "synced": "Synced",
    "suspended": "Suspended",
    "clone_warning": "Possible copy",
    "unused": "Unused for",
    "days": "{days} days",
    "rp_id": "Domain (RP ID)",
    "aaguid": "Authenticator",
    "key_identifier": "Key identifier (U2F)",
    "identity_id": "Person",
    "unused_since": "Not used since",
    "created_since": "Created since",
    "created_until": "Created before",
    "yes": "Yes",
    "no": "No",
    "none": "No passkeys match this filter."
  }
};
