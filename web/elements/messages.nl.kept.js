// Dutch sentences of messages.en.kept.js.
export default {
  "passkeys": {
    "second_only": "Met deze sleutel kun je bevestigen dat jij het bent nadat je bent ingelogd, maar je kunt er niet alleen mee inloggen.",
    "suspended_means": "Deze passkey is geblokkeerd. Je kunt er niet mee inloggen. Vraag support naar de reden.",
    "compromised_means": "Deze passkey is geblokkeerd, omdat het model als onveilig is gemeld. Stel op een ander apparaat een andere in.",
    "marked_means": "Het model van deze passkey is als onveilig gemeld. Stel op een ander apparaat een andere in."
  },
  "kept": {
    "model": "Geverifieerd model",
    "maker": "De fabrikant is geverifieerd, het model niet.",
    "copy": "Staat ook in je inloginstellingen. Als je deze hier verwijdert, blijft hij daar staan.",
    "heading": "Alleen in je inloginstellingen",
    "lead": "Hiermee log je in waar je ze hebt ingesteld. Je kunt ze in je inloginstellingen een andere naam geven of verwijderen.",
    "passkey": "Passkey",
    "domain": "Voor",
    "added": "Toegevoegd"
  }
};
