// What the part "passkeys" of the admin console says, beside the sentences of messages.en.js.
export default {
  "admin-passkeys": {
    "heading": "Passkeys",
    "lead": "Those of everybody, newest first.",
    "synced": "Synced",
    "suspended": "Paused",
    "clone_warning": "Possible copy",
    "unused": "Unused for",
    "days": "{days} days",
    "rp_id": "Domain (RP ID)",
    "aaguid": "Make (AAGUID)",
    "yes": "Yes",
    "no": "No",
    "none": "No passkey matches. Show all, or choose another filter."
  }
};
