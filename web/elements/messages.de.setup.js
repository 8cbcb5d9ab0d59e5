// German sentences of messages.en.setup.js.
export default {
  "setup": {
    "heading": "Schneller anmelden mit einem Passkey",
    "lead": "Mit einem Passkey melden Sie sich bei {app} so an, wie Sie Ihr Gerät entsperren.",
    "account": "Für Ihr Konto {login}",
    "about_what": "Was ist ein Passkey?",
    "about_what_more": "Er ersetzt Ihr Passwort. Sie müssen sich nichts merken, und auf gefälschten Websites funktioniert er nicht.",
    "about_where": "Wo wird er gespeichert?",
    "about_where_more": "Im Passwortmanager Ihres Geräts oder auf einem Sicherheitsschlüssel. Fingerabdruck und Gesichtsdaten verlassen Ihr Gerät nie.",
    "about_lost": "Was, wenn ich mein Smartphone verliere?",
    "about_lost_more": "Wenn Ihr Passwortmanager ihn synchronisiert, ist er auch auf Ihren anderen Geräten. Sonst brauchen Sie einen zweiten Passkey auf einem anderen Gerät.",
    "about_lost_more_codes": "Wenn Ihr Passwortmanager ihn synchronisiert, ist er auch auf Ihren anderen Geräten. Sonst helfen Wiederherstellungscodes, die Sie im nächsten Schritt erstellen können.",
    "action": "Passkey erstellen",
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
    "cancelled": "Es wurde kein Passkey erstellt. Sie können es jederzeit noch einmal versuchen.",
    "later_heading": "Vielleicht später",
    "later_lead": "Sie können auf dieser Seite jederzeit einen Passkey einrichten."
  }
};
