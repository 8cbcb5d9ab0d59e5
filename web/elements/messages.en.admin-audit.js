// Sentences of the console view "audit", in addition to messages.en.js.
export default {
  "admin-audit": {
    "heading": "Audit log",
    "lead": "Newest first. Without a filter, only the last 24 hours. Entries cannot be changed.",
    "type": "Event",
    "actor": "Done by (login name or ID)",
    "passkey": "Passkey (ID)",
    "request": "Request ID",
    "since": "From",
    "until": "To",
    "none": "No events match this filter.",
    "export": "Download {format}",
    "export_lead": "Download all events that match the filter. The download itself is recorded.",
    "exporting": "Preparing the file…",
    "exported": "Download complete."
  }
};
