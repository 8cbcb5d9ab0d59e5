// Sentences of the element "passkeys", in addition to messages.en.js.
export default {
  "passkeys": {
    "heading": "Your passkeys",
    "lead": "You can sign in to {app} with any of these. Remove the ones you no longer use.",
    "loading": "Loading your passkeys…",
    "retry": "Reload",
    "back": "Back to {app}",
    "add": "Add another passkey",
    "full": "You have reached the maximum number of passkeys. Remove one to add another.",
    "count": "{count} of {limit}",
    "not_mine": "Is one of these not yours?",
    "created": "Created",
    "last_used": "Last used",
    "never": "Not used yet",
    "kept_by": "set up with {provider}",
    "browser": "{browser} on {system}",
    "used_here": "Used in this browser",
    "suspended": "Suspended",
    "rename": "Rename",
    "rename_label": "Rename “{name}”",
    "remove": "Remove",
    "remove_label": "Remove “{name}”",
    "activity": "Recent activity"
  }
};
