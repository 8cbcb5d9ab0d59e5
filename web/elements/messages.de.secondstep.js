// German sentences of messages.en.secondstep.js.
export default {
  "common": {
    "synced_means": "Sie können ihn auf allen Geräten verwenden, auf denen Sie beim selben Passwortmanager angemeldet sind.",
    "device_only_means": "Er bleibt auf diesem Gerät. Richten Sie anderswo einen zweiten ein, damit Sie nicht ausgesperrt sind, wenn Sie dieses Gerät verlieren.",
    "other_device_means": "Er bleibt auf dem Smartphone oder anderen Gerät, auf dem Sie ihn erstellt haben. Richten Sie anderswo einen zweiten ein, damit Sie nicht ausgesperrt sind, wenn Sie jenes Gerät verlieren.",
    "security_key_means": "Er bleibt auf diesem Sicherheitsschlüssel. Richten Sie anderswo einen zweiten Passkey ein, damit Sie nicht ausgesperrt sind, wenn Sie diesen Schlüssel verlieren."
  },
  "setup": {
    "done_heading": "Ihr Passkey ist bereit",
    "upgraded_heading": "Ein Passkey wurde erstellt",
    "done_lead": "„{name}“ wurde eingerichtet. Verwenden Sie ihn bei der nächsten Anmeldung.",
    "refused_lead": "„{name}“ wurde eingerichtet. Sie können damit Ihre Identität bestätigen, sich aber im Moment nicht damit anmelden. Behalten Sie einen anderen Weg zur Anmeldung und informieren Sie den Support.",
    "second": "Zweiten Passkey hinzufügen",
    "second_lead": "Erstellen Sie einen zweiten Passkey auf einem anderen Gerät, Ihrem Smartphone oder einem Sicherheitsschlüssel.",
    "second_twice": "Sie werden zweimal gefragt: zuerst nach einem vorhandenen Passkey, dann nach dem neuen.",
    "codes": "Wiederher\u00adstellungs\u00adcodes erstellen",
    "codes_lead": "Erstellen Sie als Nächstes Wiederherstellungscodes zum Ausdrucken oder Speichern. Wenn Sie Ihren Passkey verlieren, erstellen Sie mit einem der Codes einen neuen.",
    "making_codes": "Ihre Codes werden erstellt. Ihr Gerät fragt zuerst nach Ihrem Passkey.",
    "way_heading": "Falls Sie Ihren Passkey verlieren",
    "way_lead": "Richten Sie einen zweiten Zugang ein, damit Sie dann nicht ausgesperrt sind.",
    "way_required_lead": "{app} setzt einen zweiten Zugang voraus, damit Sie nicht ausgesperrt sind, wenn Sie Ihren Passkey verlieren.",
    "way_grace_lead": "Ab dem {date} setzt {app} einen zweiten Zugang voraus, damit Sie nicht ausgesperrt sind, wenn Sie Ihren Passkey verlieren.",
    "way_done_heading": "Ihr zweiter Zugang ist eingerichtet",
    "way_done_lead": "Wenn Sie Ihren Passkey verlieren, melden Sie sich wie gewohnt an und verwenden einen Ihrer Wiederherstellungscodes.",
    "show_lead": "Noch ein letzter Schritt: Verwenden Sie ihn jetzt einmal.",
    "show": "Verwenden und fortfahren"
  }
};
