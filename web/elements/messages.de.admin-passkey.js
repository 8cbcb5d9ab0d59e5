// Sentences of the console view "passkey", in addition to messages.de.js.
export default {
  "admin-passkey": {
    "suspended": "Gesperrt",
    "suspended_since": "Gesperrt seit",
    "cause_staff": "durch den Support",
    "cause_clone": "sein Zähler ist gesunken",
    "cause_inactivity": "solange das Konto inaktiv ist",
    "cause_verification": "er gehört vielleicht jemand anderem",
    "clone_warning": "Mögliche Kopie",
    "kept": "Kopie bei Kratos",
    "second_only": "Nur zweiter Faktor",
    "backup_flags": "Abgelehnt: Backup-Flags geändert",
    "kept_by": "Eingerichtet mit",
    "rp_id": "Domain (RP-ID)",
    "created": "Erstellt",
    "last_used": "Zuletzt verwendet",
    "never": "Nie",
    "person": "Person",
    "id": "Passkey",
    "suspend": "Sperren",
    "suspend_label": "„{name}“ sperren",
    "resume": "Entsperren",
    "resume_label": "„{name}“ entsperren",
    "waits": "Das muss jetzt ein weiterer Admin genehmigen. Der Antrag steht unter „Genehmigungen“.",
    "too_new": "Für Änderungen noch zu neu",
    "confirmed": "Bestätigt",
    "confirm": "Bestätigen",
    "confirm_label": "„{name}“ bestätigen",
    "revoke": "Widerrufen",
    "revoke_label": "„{name}“ widerrufen"
  }
};
