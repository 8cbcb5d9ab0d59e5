// What the part "deliveries" of the admin console says, beside the sentences of messages.de.js.
export default {
  "admin-deliveries": {
    "heading": "Benachrichtigungen",
    "lead": "Was Personen per E-Mail und Programmen per Webhook mitzuteilen war, Neuestes zuerst.",
    "state": "Stand",
    "sink": "An",
    "mail": "E-Mail an die Person",
    "person": "Identität",
    "none": "So eine Benachrichtigung gibt es nicht.",
    "tries": "Versuche",
    "failure": "Letzter Fehler",
    "created": "Seit",
    "next": "Nächster Versuch",
    "ended": "Beendet",
    "state_dead": "Aufgegeben",
    "state_pending": "Unterwegs",
    "state_delivered": "Zugestellt",
    "state_skipped": "Niemand zu benachrichtigen",
    "state_dropped": "Nicht mehr nötig",
    "retry": "Erneut versuchen",
    "retry_heading": "Diese Benachrichtigung noch einmal senden?",
    "retry_lead": "Sie wird sofort versucht, und so oft wie eine neue. Kümmern Sie sich zuerst um die Ursache.",
    "retried": "Sie wird noch einmal gesendet."
  }
};
