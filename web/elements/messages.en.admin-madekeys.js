// Sentences of the console about admin keys that were created with a passkey, in addition to messages.en.js.
export default {
  "admin-madekeys": {
    "codes_kept": "The recovery codes created with it still work.",
    "codes_ended": "The recovery codes created with it no longer work.",
    "heading": "Check these admin keys",
    "lead": "They were created with this passkey, or with such a key, and still work. Revoke any that an attacker may have created.",
    "ask": "You cannot revoke keys: ask an admin to check them.",
    "scopes": "Scopes",
    "may_read": "view",
    "may_export": "export the audit log",
    "may_revoke": "passkeys",
    "may_reset": "resets and codes",
    "may_keys": "admin keys",
    "created": "Created",
    "expires": "Expires",
    "open": "Open admin keys"
  }
};
