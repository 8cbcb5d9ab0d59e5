// What the part "audit" of the admin console says, beside the sentences of messages.de.js.
export default {
  "admin-audit": {
    "heading": "Protokoll",
    "lead": "Alles, was geschehen ist, Neuestes zuerst. Nichts davon lässt sich ändern.",
    "type": "Ereignis",
    "person": "Identität",
    "actor": "Durch (ID)",
    "passkey": "Passkey (ID)",
    "request": "Anfrage-ID",
    "since": "Von",
    "until": "Bis",
    "none": "Nichts passt dazu. Zeigen Sie alles an, oder wählen Sie einen anderen Filter.",
    "export": "{format} herunterladen",
    "export_lead": "Alles, was zum Filter passt, als Datei. Auch das Herunterladen wird protokolliert.",
    "exporting": "Alles Passende wird gesammelt…",
    "exported": "Die Datei ist vollständig."
  }
};
