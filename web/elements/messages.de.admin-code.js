// The sentences of messages.en.admin-code.js in German.
export default {
  "admin-code": {
    "two": "Es beginnt, wenn ein zweiter Admin es genehmigt hat.",
    "code_once": "Der Code",
    "code_tell": "Sagen Sie ihn der Person jetzt: Er wird nur dieses eine Mal gezeigt. Er gilt bis {until}, nach der Anmeldung auf der Seite für Wiederherstellungscodes.",
    "code_made": "Ein Code wurde erstellt."
  }
};
