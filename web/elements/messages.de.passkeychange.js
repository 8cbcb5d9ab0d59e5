// German sentences of messages.en.passkeychange.js.
export default {
  "passkeys": {
    "another": "Stattdessen Smartphone oder Sicherheitsschlüssel verwenden",
    "adding": "Ihr Gerät fragt möglicherweise zweimal: zuerst nach einem vorhandenen Passkey, dann nach dem neuen.",
    "added": "„{name}“ wurde hinzugefügt.",
    "removed": "„{name}“ wurde entfernt.",
    "removed_pending": "„{name}“ wurde entfernt. Geräte, die sich damit angemeldet haben, werden abgemeldet, sobald der Anmeldeserver antwortet.",
    "removed_codes": "Ihre Wiederherstellungscodes wurden damit erstellt und sind jetzt ungültig. Erstellen Sie neue.",
    "removed_codes_last": "Ihre Wiederherstellungscodes wurden damit erstellt und sind jetzt ungültig.",
    "removed_keys": "Damit erstellte Admin-Schlüssel gelten weiterhin: {keys}. Widerrufen Sie in der Admin-Konsole alle, die Sie nicht mehr benötigen.",
    "confirm_heading": "„{name}“ entfernen?",
    "confirm_synced": "Sie können sich damit auf keinem der Geräte mehr anmelden, mit denen er synchronisiert ist. Das lässt sich nicht rückgängig machen.",
    "confirm_device": "Sie können sich damit nicht mehr anmelden. Das lässt sich nicht rückgängig machen.",
    "confirm_second": "Sie können damit Ihre Identität nicht mehr bestätigen. Sie melden sich weiterhin wie bisher an. Das lässt sich nicht rückgängig machen.",
    "confirm_last": "Es ist der einzige Passkey, mit dem Sie sich anmelden können. Danach melden Sie sich mit Ihrem Passwort oder auf einem anderen Weg an, den {app} anbietet.",
    "confirm_others": {
      "one": "Sie können sich noch mit einem weiteren Passkey anmelden.",
      "other": "Sie können sich noch mit {count} weiteren Passkeys anmelden."
    },
    "confirm_codes": {
      "one": "Sie haben noch {left} Wiederherstellungscode. Mit ihm allein können Sie sich nicht anmelden.",
      "other": "Sie haben noch {left} Wiederherstellungscodes. Mit ihnen allein können Sie sich nicht anmelden."
    },
    "confirm_ends_codes": "Ihre Wiederherstellungscodes wurden damit erstellt und werden ungültig. Erstellen Sie danach neue.",
    "confirm_ends_codes_last": "Ihre Wiederherstellungscodes wurden damit erstellt und werden ungültig.",
    "confirm_copy": "Ihr Gerät oder Passwortmanager behält möglicherweise eine Kopie. Sie funktioniert nicht mehr und kann dort gelöscht werden.",
    "confirm_action": "Passkey entfernen",
    "keep": "Behalten",
    "gone_heading": "Sie haben Ihren letzten Passkey „{name}“ entfernt",
    "gone_lead": "Ab jetzt melden Sie sich mit Ihrem Passwort oder auf einem anderen Weg an, den {app} anbietet. Sie können jederzeit einen neuen Passkey einrichten.",
    "gone_codes": {
      "one": "Sie haben noch {left} Wiederherstellungscode, aber mit ihm allein können Sie sich nicht anmelden.",
      "other": "Sie haben noch {left} Wiederherstellungscodes, aber mit ihnen allein können Sie sich nicht anmelden."
    },
    "removing": "Der Passkey wird entfernt. Zur Sicherheit fragt Ihr Gerät zuerst nach einem Passkey.",
    "new_name": "Neuer Name",
    "save": "Speichern",
    "cancel": "Abbrechen",
    "renamed": "Der Passkey heißt jetzt „{name}“.",
    "missing": "„{name}“ wurde bereits in einem anderen Fenster oder vom Support entfernt. Die Liste ist jetzt aktuell."
  }
};
