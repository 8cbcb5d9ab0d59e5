// German sentences of messages.en.kept.js.
export default {
  "passkeys": {
    "second_only": "Mit diesem Schlüssel können Sie nach der Anmeldung Ihre Identität bestätigen. Er allein reicht zur Anmeldung nicht aus.",
    "suspended_means": "Dieser Passkey ist gesperrt. Sie können sich damit nicht anmelden. Fragen Sie den Support nach dem Grund.",
    "compromised_means": "Dieser Passkey ist gesperrt, weil sein Modell als kompromittiert gemeldet ist. Richten Sie auf einem anderen Gerät einen anderen ein.",
    "marked_means": "Das Modell dieses Passkeys ist als kompromittiert gemeldet. Richten Sie auf einem anderen Gerät einen anderen ein."
  },
  "kept": {
    "model": "Geprüftes Modell",
    "maker": "Der Hersteller ist geprüft, das Modell nicht.",
    "copy": "Auch in Ihren Anmeldeeinstellungen gespeichert. Wenn Sie ihn hier entfernen, bleibt er dort bestehen.",
    "heading": "Nur in Ihren Anmeldeeinstellungen",
    "lead": "Damit melden Sie sich dort an, wo Sie sie eingerichtet haben. In Ihren Anmeldeeinstellungen können Sie sie umbenennen oder entfernen.",
    "passkey": "Passkey",
    "domain": "Für",
    "added": "Hinzugefügt"
  }
};
