// Sentences of the console view "audit", in addition to messages.de.js.
export default {
  "admin-audit": {
    "heading": "Audit-Log",
    "lead": "Neueste zuerst. Ohne Filter nur die letzten 24 Stunden. Einträge lassen sich nicht ändern.",
    "type": "Ereignis",
    "actor": "Ausgeführt von (Anmeldename, ID)",
    "passkey": "Passkey (ID)",
    "request": "Anfrage-ID",
    "since": "Von",
    "until": "Bis",
    "none": "Keine Ereignisse entsprechen diesem Filter.",
    "export": "{format} herunterladen",
    "export_lead": "Alle Ereignisse herunterladen, die dem Filter entsprechen. Auch der Download wird protokolliert.",
    "exporting": "Die Datei wird vorbereitet …",
    "exported": "Download abgeschlossen."
  }
};
