// German sentences of messages.en.factoranswer.js.
export default {
  "factors": {
    "confirming": "Zur Sicherheit fragt Ihr Gerät möglicherweise zuerst nach einem Passkey.",
    "confirmed": "Danke. Das zählt ab jetzt.",
    "confirm": {
      "totp": "Authenticator-App entfernen?",
      "lookup_secret": "Backup-Codes entfernen?",
      "webauthn": "Sicherheitsschlüssel entfernen?",
      "passkey": "Passkey aus den Anmeldeeinstellungen entfernen?",
      "code": "Codes per E-\u2060Mail oder SMS deaktivieren?",
      "password": "Melden, dass das Passwort nicht von Ihnen ist?",
      "oidc": "Melden, dass die Verknüpfung mit dem Anmeldedienst nicht von Ihnen ist?",
      "address": "Melden, dass die E-\u2060Mail-Adresse oder Telefonnummer nicht von Ihnen ist?",
      "other": "Diesen zweiten Faktor entfernen?"
    },
    "confirm_means": "Damit kann danach niemand mehr Ihre Identität bestätigen.",
    "confirm_means_first": "Das zählt dann nicht mehr zusammen mit einem Sicherheitsschlüssel ohne PIN. Eine Anmeldung damit bleibt möglich, bis Sie es in Ihren Anmeldeeinstellungen ändern.",
    "confirm_sessions": "Alle anderen Geräte und Browser werden von Ihrem Konto abgemeldet.",
    "confirm_password": "Ändern Sie danach Ihr Passwort: Wer das hinzugefügt hat, kannte es.",
    "confirm_password_first": "Ändern Sie es danach dort. Wenn Sie einen Sicherheitsschlüssel verloren haben, entfernen Sie hier seinen Passkey.",
    "confirm_action": "Entfernen",
    "confirm_action_first": "Das war ich nicht",
    "cancel": "Abbrechen",
    "removed": "Entfernt. Alle außer Ihnen wurden abgemeldet. Ändern Sie jetzt Ihr Passwort: Wer das hinzugefügt hat, kannte es.",
    "removed_pending": "Entfernt. Alle außer Ihnen werden abgemeldet, sobald der Anmeldeserver antwortet. Ändern Sie jetzt Ihr Passwort: Wer das hinzugefügt hat, kannte es.",
    "kept_now_pending": "Das automatische Entfernen ist fehlgeschlagen. Dieser Faktor zählt hier nicht mehr, und der Support wurde informiert. Alle außer Ihnen werden abgemeldet, sobald der Anmeldeserver antwortet. Ändern Sie jetzt Ihr Passwort.",
    "kept_now": "Das automatische Entfernen ist fehlgeschlagen. Dieser Faktor zählt hier nicht mehr, und der Support wurde informiert. Alle außer Ihnen wurden abgemeldet. Ändern Sie jetzt Ihr Passwort.",
    "kept_now_first": "Alle außer Ihnen wurden abgemeldet, und der Support wurde informiert. Ändern Sie es jetzt in Ihren Anmeldeeinstellungen: Bis dahin ist damit weiterhin eine Anmeldung möglich. Wenn Sie einen Sicherheitsschlüssel verloren haben, entfernen Sie hier seinen Passkey.",
    "kept_now_first_pending": "Alle außer Ihnen werden abgemeldet, sobald der Anmeldeserver antwortet, und der Support wurde informiert. Ändern Sie es jetzt in Ihren Anmeldeeinstellungen: Bis dahin ist damit weiterhin eine Anmeldung möglich. Wenn Sie einen Sicherheitsschlüssel verloren haben, entfernen Sie hier seinen Passkey.",
    "missing": "Das wurde bereits entfernt. Die Seite ist jetzt aktuell.",
    "kept": {
      "totp": "Ihr Konto hat eine Authenticator-App, die Ihnen nicht gehört",
      "lookup_secret": "Ihr Konto hat Backup-Codes, die nicht von Ihnen stammen",
      "webauthn": "Ihr Konto hat einen Sicherheitsschlüssel, der Ihnen nicht gehört",
      "passkey": "Ihre Anmeldeeinstellungen enthalten einen Passkey, der Ihnen nicht gehört",
      "code": "Codes werden an eine Adresse gesendet, die Ihnen nicht gehört",
      "password": "Ihr Konto hat ein Passwort, das nicht von Ihnen stammt",
      "oidc": "Ihr Konto ist mit einem Anmeldedienst verknüpft, der Ihnen nicht gehört",
      "address": "Ihr Konto hat eine E-\u2060Mail-Adresse oder Telefonnummer, die Ihnen nicht gehört",
      "other": "Ihr Konto hat einen zweiten Faktor, der Ihnen nicht gehört"
    },
    "kept_means": "Das automatische Entfernen ist fehlgeschlagen. Dieser Faktor zählt hier nicht, und der Support wurde informiert.",
    "kept_means_first": "Eine Anmeldung damit bleibt möglich, bis Sie es in Ihren Anmeldeeinstellungen ändern. Es zählt nicht zusammen mit einem Sicherheitsschlüssel ohne PIN. Der Support wurde informiert."
  }
};
