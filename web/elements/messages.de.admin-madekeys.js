// German sentences of messages.en.admin-madekeys.js.
export default {
  "admin-madekeys": {
    "codes_kept": "Die damit erstellten Wiederherstellungscodes gelten weiterhin.",
    "codes_ended": "Die damit erstellten Wiederherstellungscodes sind jetzt ungültig.",
    "heading": "Prüfen Sie diese Admin-Schlüssel",
    "lead": "Sie wurden mit diesem Passkey oder mit einem solchen Schlüssel erstellt und gelten weiterhin. Widerrufen Sie alle, die jemand anderes erstellt haben könnte.",
    "ask": "Sie können keine Schlüssel widerrufen: Bitten Sie einen Admin, sie zu prüfen.",
    "scopes": "Berechtigungen",
    "may_read": "Daten ansehen",
    "may_export": "Audit-Log herunterladen",
    "may_revoke": "Passkeys",
    "may_reset": "Zurücksetzungen und Codes",
    "may_keys": "Admin-Schlüssel",
    "created": "Erstellt",
    "expires": "Läuft ab",
    "open": "Admin-Schlüssel öffnen"
  }
};
