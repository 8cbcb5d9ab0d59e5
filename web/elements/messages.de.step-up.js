// The sentences of messages.en.step-up.js in German.
export default {
  "step-up": {
    "heading": "Bestätigen Sie, dass Sie es sind",
    "lead": "Für das, was Sie vorhaben, wird Ihr Passkey gebraucht.",
    "action": "Mit Passkey bestätigen",
    "none_heading": "Sie haben noch keinen Passkey",
    "none_lead": "Richten Sie zuerst einen ein. Danach können Sie damit bestätigen, dass Sie es sind.",
    "none_action": "Passkey einrichten",
    "gate_lead": "Ihr Passwort stimmt. Schließen Sie die Anmeldung mit Ihrem Passkey ab.",
    "recover": "Gerät verloren: Wiederherstellungscode verwenden",
    "none_kratos_lead": "Bestätigen Sie es mit Ihrem anderen zweiten Faktor. Danach können Sie auch einen Passkey einrichten.",
    "kratos": "Meinen zweiten Faktor verwenden",
    "fresh_heading": "Sie haben es schon bestätigt",
    "fresh_lead": "Hier ist nichts mehr zu tun. Machen Sie dort weiter, wo Sie waren.",
    "fresh_alone_lead": "Hier ist nichts mehr zu tun. Sie können diese Seite schließen.",
    "again": "Noch einmal bestätigen",
    "over_heading": "Bitte beginnen Sie die Anmeldung neu",
    "over_lead": "Diese Anmeldung ist beendet: Sie wartet fünf Minuten auf Ihren Passkey.",
    "over_action": "Neu anmelden"
  }
};
