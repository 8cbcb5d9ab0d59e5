// Dutch sentences of messages.en.step-up.js.
export default {
  "step-up": {
    "heading": "Bevestig dat jij het bent",
    "lead": "Je hebt je passkey nodig om door te gaan.",
    "action": "Bevestigen met je passkey",
    "none_heading": "Je hebt nog geen passkey",
    "none_lead": "Stel er eerst een in. Daarna kun je ermee bevestigen dat jij het bent.",
    "none_action": "Passkey instellen",
    "gate_lead": "Je wachtwoord klopt. Gebruik je passkey om het inloggen af te ronden.",
    "barred_heading": "Je passkey kan op dit moment niet worden gebruikt",
    "barred_lead": "Misschien is hij geblokkeerd. Dit kun je doen:",
    "none_kratos_lead": "Bevestig met je tweede factor. Daarna kun je ook een passkey instellen.",
    "kratos": "Mijn tweede factor gebruiken",
    "other_heading": "Bevestig op een andere manier dat jij het bent",
    "other_lead": "Met geen van je passkeys kun je hier bevestigen dat jij het bent. Dit kun je doen:",
    "fresh_heading": "Je hebt al bevestigd",
    "fresh_lead": "Hier is niets meer te doen. Je kunt verdergaan waar je was gebleven.",
    "fresh_alone_lead": "Hier is niets meer te doen. Je kunt deze pagina sluiten.",
    "again": "Opnieuw bevestigen",
    "cancelled": "Er is niets bevestigd. Probeer het opnieuw wanneer je wilt.",
    "over_heading": "Log opnieuw in vanaf het begin",
    "over_lead": "Deze inlogpoging is verlopen: je hebt vijf minuten om je passkey te gebruiken.",
    "over_action": "Opnieuw inloggen"
  }
};
