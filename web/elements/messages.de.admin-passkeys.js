// Sentences of the console view "passkeys", in addition to messages.de.js.
export default {
  "admin-passkeys": {
    "undisclosed": "Nicht angegeben",
    "unknown": "Unbekannt ({aaguid})",
    "heading": "Passkeys",
    "lead": "Alle Passkeys, neueste zuerst.",
    "synced": "Synchronisiert",
    "suspended": "Gesperrt",
    "clone_warning": "Mögliche Kopie",
    "unused": "Nicht verwendet seit",
    "days": "{days} Tagen",
    "rp_id": "Domain (RP-ID)",
    "aaguid": "Authenticator",
    "key_identifier": "Schlüsselkennung (U2F)",
    "identity_id": "Person",
    "unused_since": "Nicht verwendet seit",
    "created_since": "Erstellt seit",
    "created_until": "Erstellt vor",
    "yes": "Ja",
    "no": "Nein",
    "none": "Keine Passkeys entsprechen diesem Filter."
  }
};
