// What the part "keys" of the admin console says, beside the sentences of messages.de.js.
export default {
  "admin-keys": {
    "heading": "Admin-Schlüssel",
    "lead": "Programme rufen damit die Admin-API auf. Ein Schlüssel öffnet, was seine Bereiche sagen, und sonst nichts.",
    "none": "Es gibt noch keinen Schlüssel.",
    "scopes": "Bereiche",
    "created": "Erstellt",
    "expires": "Läuft ab",
    "never": "Nie",
    "id": "Schlüssel-ID",
    "expired": "Abgelaufen",
    "revoked": "Entzogen",
    "scope_read": "read: Personen, Passkeys und Ereignisse sehen",
    "scope_export": "export: das Protokoll herunterladen",
    "scope_revoke": "revoke: Passkeys entziehen, anhalten und freigeben",
    "scope_reset": "reset: Faktoren zurücksetzen, Wiederherstellungscodes ausgeben",
    "scope_keys": "keys: Admin-Schlüssel erstellen und entziehen",
    "revoke": "Entziehen",
    "revoke_label": "Den Schlüssel „{name}“ entziehen",
    "revoke_heading": "Den Schlüssel „{name}“ entziehen?",
    "revoke_lead": "Programme, die ihn benutzen, werden ab dem nächsten Aufruf abgewiesen. Das lässt sich nicht rückgängig machen.",
    "revoke_done": "Der Schlüssel „{name}“ wurde entzogen.",
    "new": "Einen Schlüssel erstellen",
    "name": "Name",
    "name_missing": "Geben Sie dem Schlüssel einen Namen, der sagt, wer ihn benutzt.",
    "scope_missing": "Wählen Sie mindestens einen Bereich.",
    "expires_on": "Letzter Tag (leer: läuft nie ab)",
    "make": "Schlüssel erstellen",
    "made": "Der Schlüssel „{name}“ wurde erstellt.",
    "once_heading": "Der Schlüssel „{name}“",
    "once_lead": "Legen Sie ihn dorthin, wo das Programm seine Geheimnisse liest: Er wird nur dieses eine Mal angezeigt."
  }
};
