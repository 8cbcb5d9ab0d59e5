// German sentences of messages.en.admin-resetaction.js.
export default {
  "admin-resetaction": {
    "lead": "Alle Passkeys, Wiederherstellungscodes und zweiten Faktoren dieser Person werden entfernt, hier und bei Kratos. Das lässt sich nicht rückgängig machen.",
    "sessions": "Die Person wird überall abgemeldet.",
    "afterwards": "Sie kann sich mit ihrem Passwort oder auf einem anderen Weg anmelden und einen neuen Passkey einrichten.",
    "ask_heading": "Alle Faktoren dieser Person zurücksetzen?",
    "two": "Die Zurücksetzung beginnt, sobald ein weiterer Admin sie genehmigt hat.",
    "ask_two": "Zurücksetzung beantragen",
    "approved_by": "Genehmigt von (optional)",
    "approved_by_use": "Wer außerdem zugestimmt hat, für das Audit-Log.",
    "approve_heading": "Diese Zurücksetzung genehmigen?",
    "cancel_heading": "Diese Zurücksetzung abbrechen?",
    "cancel_lead": "Es wird nichts entfernt. Die Zurücksetzung kann erneut beantragt werden.",
    "cancelled": "Die Zurücksetzung wurde abgebrochen.",
    "now_pending": "Die Zurücksetzung muss von einem weiteren Admin genehmigt werden.",
    "now_open": "Die Zurücksetzung läuft. Sie wird fortgesetzt, sobald Kratos antwortet.",
    "now_done": "Alle Faktoren wurden zurückgesetzt, die Person wurde überall abgemeldet.",
    "now_cancelled": "Die Zurücksetzung wurde bereits abgebrochen.",
    "now_expired": "Die Zurücksetzung wurde nicht rechtzeitig genehmigt. Sie kann erneut beantragt werden."
  }
};
