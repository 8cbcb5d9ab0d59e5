// What the part "keys" of the admin console says, beside the sentences of messages.en.js.
export default {
  "admin-keys": {
    "heading": "Admin keys",
    "lead": "Programs use them to call the admin API. A key opens what its scopes say, and nothing else.",
    "none": "There is no key yet.",
    "scopes": "Scopes",
    "created": "Made",
    "expires": "Expires",
    "never": "Never",
    "id": "Key ID",
    "expired": "Expired",
    "revoked": "Revoked",
    "scope_read": "read: see people, passkeys and events",
    "scope_export": "export: download the audit log",
    "scope_revoke": "revoke: revoke, pause and switch on passkeys",
    "scope_reset": "reset: reset factors and give recovery codes",
    "scope_keys": "keys: make and revoke admin keys",
    "revoke": "Revoke",
    "revoke_label": "Revoke the key “{name}”",
    "revoke_heading": "Revoke the key “{name}”?",
    "revoke_lead": "Programs that use it are refused from the next call on. This cannot be undone.",
    "revoke_done": "The key “{name}” was revoked.",
    "new": "Make a key",
    "name": "Name",
    "name_missing": "Give the key a name that says who uses it.",
    "scope_missing": "Choose at least one scope.",
    "expires_on": "Last day (empty: it never expires)",
    "make": "Make the key",
    "made": "The key “{name}” was made.",
    "once_heading": "The key “{name}”",
    "once_lead": "Put it where the program reads its secrets: it is shown this once only."
  }
};
