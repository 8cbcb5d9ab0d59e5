// German sentences of messages.en.passkeys.js.
export default {
  "passkeys": {
    "heading": "Ihre Passkeys",
    "lead": "Mit jedem dieser Passkeys können Sie sich bei {app} anmelden. Entfernen Sie alle, die Sie nicht mehr verwenden.",
    "loading": "Ihre Passkeys werden geladen …",
    "retry": "Neu laden",
    "back": "Zurück zu {app}",
    "add": "Weiteren Passkey hinzufügen",
    "full": "Sie haben die maximale Anzahl an Passkeys erreicht. Entfernen Sie einen, um einen neuen hinzuzufügen.",
    "count": "{count} von {limit}",
    "not_mine": "Gehört einer davon nicht Ihnen?",
    "created": "Eingerichtet",
    "last_used": "Zuletzt verwendet",
    "never": "Noch nicht verwendet",
    "kept_by": "mit {provider}",
    "browser": "{browser} unter {system}",
    "used_here": "In diesem Browser verwendet",
    "suspended": "Gesperrt",
    "rename": "Umbenennen",
    "rename_label": "„{name}“ umbenennen",
    "remove": "Entfernen",
    "remove_label": "„{name}“ entfernen",
    "activity": "Letzte Aktivitäten"
  }
};
