// What the part "passkeys" of the admin console says, beside the sentences of messages.de.js.
export default {
  "admin-passkeys": {
    "heading": "Passkeys",
    "lead": "Die aller Personen, neueste zuerst.",
    "synced": "Synchronisiert",
    "suspended": "Angehalten",
    "clone_warning": "Mögliche Kopie",
    "unused": "Unbenutzt seit",
    "days": "{days} Tagen",
    "rp_id": "Domain (RP-ID)",
    "aaguid": "Bauart (AAGUID)",
    "yes": "Ja",
    "no": "Nein",
    "none": "Kein Passkey passt dazu. Zeigen Sie alle an, oder wählen Sie einen anderen Filter."
  }
};
