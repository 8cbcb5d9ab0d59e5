// German sentences of messages.en.setup.js.
export default {
  "setup": {
    "heading": "Schneller anmelden mit einem Passkey",
    "lead": "Mit einem Passkey melden Sie sich bei {app} so an, wie Sie Ihr Gerät entsperren.",
    "why_easy": "Kein Passwort nötig",
    "why_easy_more": "Ihr Fingerabdruck, Ihr Gesicht oder Ihre Displaysperre ersetzt das Passwort.",
    "why_safe": "Sicher vor Phishing",
    "why_safe_more": "Er funktioniert nur auf der echten Website, nicht auf einer gefälschten.",
    "why_private": "Bleibt bei Ihnen",
    "why_private_more": "Fingerabdruck- und Gesichtsdaten verlassen Ihr Gerät nie.",
    "action": "Passkey einrichten",
    "later": "Jetzt nicht",
    "done_heading": "Ihr Passkey ist bereit",
    "done_lead": "„{name}“ wurde eingerichtet. Verwenden Sie ihn bei der nächsten Anmeldung.",
    "refused_lead": "„{name}“ ist eingerichtet. Damit können Sie bestätigen, dass Sie es sind, aber anmelden können Sie sich damit im Moment nicht. Behalten Sie einen anderen Weg zur Anmeldung, und sagen Sie dem Support Bescheid.",
    "required_lead": "{app} setzt einen Passkey voraus. Damit melden Sie sich so an, wie Sie Ihr Gerät entsperren.",
    "grace_lead": "Ab dem {date} setzt {app} einen Passkey voraus. Damit melden Sie sich so an, wie Sie Ihr Gerät entsperren.",
    "another_heading": "Weiteren Passkey hinzufügen",
    "another_lead": "Richten Sie ihn auf einem anderen Gerät oder einem Sicherheitsschlüssel ein, damit Sie bei einem Verlust nicht ausgesperrt sind. Sie werden möglicherweise zweimal gefragt: Verwenden Sie zuerst einen vorhandenen Passkey und richten Sie dann den neuen ein.",
    "manage": "Ihre Passkeys",
    "second": "Zweiten Passkey hinzufügen",
    "second_lead": "Sie werden zweimal gefragt: Verwenden Sie zuerst den gerade eingerichteten Passkey. Richten Sie dann den neuen auf Ihrem Smartphone, einem anderen Gerät oder einem Sicherheitsschlüssel ein.",
    "show_lead": "Noch ein letzter Schritt: Verwenden Sie ihn jetzt einmal.",
    "show": "Verwenden und fortfahren",
    "later_heading": "Vielleicht später",
    "later_lead": "Sie können auf dieser Seite jederzeit einen Passkey einrichten."
  }
};
