// What the part "audit" of the admin console says, beside the sentences of messages.en.js.
export default {
  "admin-audit": {
    "heading": "Audit log",
    "lead": "Everything that happened, newest first. Nothing in it can be changed.",
    "type": "Event",
    "person": "Identity",
    "actor": "Done by (ID)",
    "passkey": "Passkey (ID)",
    "request": "Request ID",
    "since": "From",
    "until": "To",
    "none": "Nothing matches. Show all, or choose another filter.",
    "export": "Download {format}",
    "export_lead": "Everything that matches the filter as a file. The download itself is on record.",
    "exporting": "Collecting everything that matches…",
    "exported": "The file is complete."
  }
};
