// German sentences of messages.en.replace.js.
export default {
  "replace": {
    "heading": "Neuen Passkey einrichten",
    "lead": "Ihr Code wurde akzeptiert. Bis {time} können Sie einen Passkey einrichten. Den verlorenen brauchen Sie dafür nicht.",
    "action": "Neuen Passkey einrichten"
  }
};
