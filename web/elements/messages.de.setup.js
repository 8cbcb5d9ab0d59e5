// German sentences of messages.en.setup.js.
export default {
  "common": {
    "waiting_twice": "Ihr Gerät fragt möglicherweise zweimal: Verwenden Sie zuerst einen vorhandenen Passkey und richten Sie dann den neuen ein."
  },
  "setup": {
    "back": "Zurück zu {app}",
    "elsewhere": "{app} setzt einen Passkey voraus. Um fortzufahren, melden Sie sich mit einem Browser an, der Passkeys unterstützt.",
    "later": "Jetzt nicht",
    "required_lead": "{app} setzt einen Passkey voraus. Damit melden Sie sich so an, wie Sie Ihr Gerät entsperren.",
    "grace_lead": "Ab dem {date} setzt {app} einen Passkey voraus. Damit melden Sie sich so an, wie Sie Ihr Gerät entsperren.",
    "another_heading": "Weiteren Passkey hinzufügen",
    "another_lead": "Richten Sie ihn auf einem anderen Gerät oder einem Sicherheitsschlüssel ein, damit Sie bei einem Verlust nicht ausgesperrt sind. Sie werden möglicherweise zweimal gefragt: Verwenden Sie zuerst einen vorhandenen Passkey und richten Sie dann den neuen ein.",
    "manage": "Ihre Passkeys",
    "way_later_lead": "Sie können auf dieser Seite jederzeit einen zweiten Zugang einrichten.",
    "cancelled": "Es wurde kein Passkey erstellt. Sie können es jederzeit noch einmal versuchen.",
    "later_heading": "Vielleicht später",
    "later_lead": "Sie können auf dieser Seite jederzeit einen Passkey einrichten."
  }
};
