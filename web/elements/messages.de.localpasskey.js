// German sentences of messages.en.localpasskey.js.
export default {
  "localpasskey": {
    "heading": "Passkey auf diesem Gerät erstellen?",
    "lead": "Sie haben sich mit Ihrem Smartphone oder einem anderen Gerät angemeldet. Mit einem Passkey auf diesem Gerät brauchen Sie das andere beim nächsten Mal nicht. Erstellen Sie ihn nur auf Ihrem eigenen Gerät.",
    "action": "Passkey erstellen",
    "later": "Jetzt nicht",
    "cancelled": "Es wurde kein Passkey erstellt. Sie sind angemeldet.",
    "done": "Ihr Passkey auf diesem Gerät ist bereit."
  }
};
