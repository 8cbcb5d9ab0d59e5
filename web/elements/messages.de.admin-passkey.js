// What the part "passkey" of the admin console says, beside the sentences of messages.de.js.
export default {
  "admin-passkey": {
    "suspended": "Angehalten",
    "clone_warning": "Mögliche Kopie",
    "kept_by": "Verwahrt von",
    "rp_id": "Domain (RP-ID)",
    "created": "Erstellt",
    "last_used": "Zuletzt benutzt",
    "never": "Noch nie",
    "person": "Identität",
    "id": "Passkey",
    "suspend": "Anhalten",
    "suspend_label": "„{name}“ anhalten",
    "suspend_heading": "„{name}“ anhalten?",
    "suspend_lead": "Er kann nicht mehr zum Anmelden oder Bestätigen benutzt werden, bis jemand ihn wieder freigibt. Offene Sitzungen bleiben offen.",
    "suspend_done": "„{name}“ ist angehalten.",
    "resume": "Wieder freigeben",
    "resume_label": "„{name}“ wieder freigeben",
    "resume_heading": "„{name}“ wieder freigeben?",
    "resume_lead": "Er kann ab sofort wieder zum Anmelden und Bestätigen benutzt werden.",
    "resume_clone": "Die Warnung vor einer möglichen Kopie wird dabei gelöscht.",
    "resume_done": "„{name}“ kann wieder benutzt werden.",
    "revoke": "Entziehen",
    "revoke_label": "„{name}“ entziehen",
    "revoke_heading": "„{name}“ entziehen?",
    "revoke_lead": "Er wird endgültig gelöscht und kann nicht mehr anmelden. Ohne einen weiteren Passkey meldet sich die Person mit ihrem Passwort an, oder auf einem anderen angebotenen Weg.",
    "end_sessions": "Die Person auch überall abmelden",
    "revoked_ended": "„{name}“ wurde entzogen, und die Person wurde überall abgemeldet.",
    "revoked_kept": "„{name}“ wurde entzogen. Die Person bleibt angemeldet, wo sie es ist.",
    "revoked_failed": "„{name}“ wurde entzogen, aber Kratos hat nicht geantwortet: Die Person ist vielleicht noch angemeldet. Beenden Sie ihre Sitzungen in Kratos."
  }
};
