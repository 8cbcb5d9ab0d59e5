// German sentences of messages.en.admin-codeaction.js.
export default {
  "admin-codeaction": {
    "recovery_heading": "Wiederherstellungscode für {login} ausstellen?",
    "recovery_sure": "Mit diesem Code und dem Passwort kann man einen neuen Passkey einrichten. Vergewissern Sie sich, dass Sie mit der richtigen Person sprechen.",
    "lead": "Er gilt einmal und eine Stunde lang. Ein früherer Code vom Support wird ungültig.",
    "enrolment_heading": "Einrichtungscode für {login} ausstellen?",
    "enrolment_sure": "Mit diesem Code und dem Passwort kann man einen Passkey für eine Person mit einer Rolle einrichten. Vergewissern Sie sich, dass Sie mit der richtigen Person sprechen.",
    "ask": "Code beantragen",
    "action": "Code erstellen",
    "two": "Das muss zuerst ein weiterer Admin genehmigen."
  }
};
