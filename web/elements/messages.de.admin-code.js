// German sentences of messages.en.admin-code.js.
export default {
  "admin-code": {
    "code_once": "Der Code",
    "code_tell": "Teilen Sie der Person den Code jetzt mit: Er wird nur dieses eine Mal angezeigt. Sie gibt ihn nach der Anmeldung auf der Seite für Wiederherstellungscodes ein. Er gilt bis {until}.",
    "code_made": "Code erstellt."
  }
};
