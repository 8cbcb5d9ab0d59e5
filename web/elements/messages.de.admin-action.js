// German sentences of messages.en.admin-action.js.
export default {
  "admin-action": {
    "suspend_heading": "„{name}“ sperren?",
    "suspend_lead": "Er kann bis zum Entsperren nicht mehr zum Anmelden oder Bestätigen verwendet werden. Bis dahin zählt auch ein zweiter Faktor nicht, der damit eingerichtet oder bestätigt wurde, etwa eine Authenticator-App. Die damit erstellten Kratos-Sitzungen werden beendet.",
    "suspend_done": "„{name}“ ist gesperrt.",
    "suspend_pending": "„{name}“ ist gesperrt. Damit erstellte Sitzungen sind möglicherweise noch aktiv: Sie enden, sobald Kratos antwortet.",
    "resume_heading": "„{name}“ entsperren?",
    "resume_lead": "Er kann sofort wieder zum Anmelden und Bestätigen verwendet werden.",
    "resume_clone": "Die Warnung vor einer möglichen Kopie wird dabei ebenfalls gelöscht.",
    "resume_done": "„{name}“ ist entsperrt.",
    "confirm_heading": "„{name}“ bestätigen?",
    "confirm_lead": "Vergewissern Sie sich, dass diese Person ihn selbst eingerichtet hat. Sie kann damit sofort Änderungen in der Admin-Konsole vornehmen.",
    "confirm_done": "„{name}“ ist bestätigt.",
    "revoke_heading": "„{name}“ widerrufen?",
    "revoke_lead": "Er wird endgültig gelöscht und kann nicht mehr zum Anmelden verwendet werden. Ohne einen weiteren Passkey meldet sich die Person mit ihrem Passwort oder auf einem anderen Weg an.",
    "end_sessions": "Die Person auch überall abmelden",
    "stolen": "Der Passkey wurde gestohlen: auch die damit erstellten Wiederherstellungscodes ungültig machen",
    "stolen_use": "Nicht bei einem verlorenen Gerät: Die Codes sind dann vielleicht der einzige Weg zurück ins Konto.",
    "keys_stay": "Admin-Schlüssel, die diese Person damit erstellt hat, gelten weiterhin. Sie werden danach aufgelistet.",
    "revoked_ended": "„{name}“ wurde widerrufen und die Person überall abgemeldet.",
    "revoked_kept": "„{name}“ wurde widerrufen. Andere Sitzungen der Person laufen weiter.",
    "revoked_pending": "„{name}“ wurde widerrufen. Die Person ist möglicherweise noch angemeldet: Die Sitzungen enden, sobald Kratos antwortet."
  }
};
