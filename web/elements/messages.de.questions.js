// German sentences of messages.en.questions.js.
export default {
  "setup": {
    "heading": "Schneller anmelden mit einem Passkey",
    "lead": "Mit einem Passkey melden Sie sich bei {app} so an, wie Sie Ihr Gerät entsperren.",
    "account": "Für Ihr Konto {login}",
    "about_what": "Was ist ein Passkey?",
    "about_what_more": "Ein weiterer Weg, sich anzumelden, neben Ihrem Passwort. Sie müssen sich nichts merken, und auf gefälschten Websites funktioniert er nicht.",
    "about_where": "Wo wird er gespeichert?",
    "about_where_more": "Im Passwortmanager Ihres Geräts oder auf einem Sicherheitsschlüssel. Fingerabdruck und Gesichtsdaten verlassen Ihr Gerät nie.",
    "about_lost": "Was, wenn ich mein Smartphone verliere?",
    "about_lost_more": "Wenn Ihr Passwortmanager ihn synchronisiert, ist er auch auf Ihren anderen Geräten. Sonst brauchen Sie einen zweiten Passkey auf einem anderen Gerät.",
    "about_lost_more_codes": "Wenn Ihr Passwortmanager ihn synchronisiert, ist er auch auf Ihren anderen Geräten. Sonst helfen Wiederherstellungscodes, die Sie im nächsten Schritt erstellen können.",
    "action": "Passkey erstellen"
  }
};
