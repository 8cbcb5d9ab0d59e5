// The sentences of messages.en.setup.js in German.
export default {
  "setup": {
    "heading": "Schneller anmelden mit einem Passkey",
    "lead": "Mit einem Passkey melden Sie sich bei {app} so an, wie Sie Ihr Gerät entsperren.",
    "why_easy": "Nichts zu merken",
    "why_easy_more": "Fingerabdruck, Gesicht oder Displaysperre ersetzen das Passwort.",
    "why_safe": "Sicher vor Phishing",
    "why_safe_more": "Er funktioniert nur auf der echten Seite; auf einer gefälschten lässt er sich nicht verwenden.",
    "why_private": "Bleibt bei Ihnen",
    "why_private_more": "Fingerabdruck und Gesicht verlassen Ihr Gerät nie.",
    "action": "Passkey einrichten",
    "later": "Jetzt nicht",
    "done_heading": "Ihr Passkey ist bereit",
    "done_lead": "„{name}“ ist eingerichtet. Verwenden Sie ihn bei der nächsten Anmeldung.",
    "required_lead": "Bei {app} brauchen alle einen Passkey. Damit melden Sie sich so an, wie Sie Ihr Gerät entsperren.",
    "grace_lead": "Ab dem {date} brauchen bei {app} alle einen Passkey. Damit melden Sie sich so an, wie Sie Ihr Gerät entsperren.",
    "another_heading": "Weiteren Passkey hinzufügen",
    "another_lead": "Auf einem anderen Gerät oder einem Sicherheitsschlüssel, damit Sie sich nicht aussperren, wenn Sie eines verlieren. Sie werden vielleicht zweimal gefragt: Verwenden Sie zuerst einen vorhandenen Passkey, dann richten Sie den neuen ein.",
    "manage": "Ihre Passkeys",
    "second": "Zweiten Passkey hinzufügen",
    "second_lead": "Sie werden zweimal gefragt: Verwenden Sie zuerst den Passkey, den Sie eben eingerichtet haben. Danach richten Sie den neuen ein, auf Ihrem Telefon, einem anderen Gerät oder einem Sicherheitsschlüssel.",
    "show_lead": "Ein letzter Schritt: Verwenden Sie ihn jetzt einmal.",
    "show": "Verwenden und weiter",
    "later_heading": "Dann ein andermal",
    "later_lead": "Auf dieser Seite können Sie jederzeit einen Passkey einrichten."
  }
};
