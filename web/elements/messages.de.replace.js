// German sentences of messages.en.replace.js.
export default {
  "replace": {
    "heading": "Neuen Passkey einrichten",
    "lead": "Ihr Code wurde akzeptiert. Bis {time} können Sie einen Passkey einrichten. Den verlorenen brauchen Sie dafür nicht.",
    "action": "Neuen Passkey einrichten",
    "ready_heading": "Ihr neuer Passkey ist bereit",
    "ready_lead": "Entfernen Sie jetzt den verlorenen Passkey, damit ihn niemand sonst verwenden kann.",
    "remove": "Verlorenen Passkey entfernen",
    "none": "Ich habe noch alle"
  }
};
