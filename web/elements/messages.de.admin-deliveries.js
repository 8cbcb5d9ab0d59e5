// Sentences of the console view "deliveries", in addition to messages.de.js.
export default {
  "admin-deliveries": {
    "heading": "Benachrich\u00adtigungen",
    "lead": "E-Mails an Personen, Webhooks und Sicherheitsereignisse an Programme, neueste zuerst.",
    "state": "Status",
    "sink": "An",
    "webhook": "Webhook „{name}“",
    "set": "Sicherheitsereignisse an „{name}“",
    "mail": "E-Mail an die Person",
    "mail_alerts": "E-Mail an die Admins",
    "person": "Person",
    "none": "Keine Benachrichtigungen entsprechen diesem Filter.",
    "tries": "Versuche",
    "failure": "Letzter Fehler",
    "created": "Erstellt",
    "next": "Nächster Versuch",
    "ended": "Beendet",
    "state_dead": "Fehlgeschlagen",
    "state_pending": "Ausstehend",
    "state_delivered": "Zugestellt",
    "state_skipped": "Kein Empfänger",
    "state_dropped": "Nicht mehr nötig",
    "retry": "Erneut versuchen",
    "retry_heading": "Diese Benachrichtigung erneut senden?",
    "retry_lead": "Sie wird sofort gesendet und so oft wiederholt wie eine neue. Beheben Sie zuerst die Ursache.",
    "retried": "Die Benachrichtigung wird erneut gesendet."
  }
};
