// Dutch sentences of messages.en.login.js.
export default {
  "login": {
    "heading": "Inloggen bij {app}",
    "lead": "Gebruik je vingerafdruk, gezicht, schermvergrendeling of beveiligingssleutel.",
    "identifier": "E-mailadres of gebruikersnaam (optioneel)",
    "identifier_hint": "Vul dit alleen in als je account niet op je beveiligingssleutel is opgeslagen.",
    "action": "Inloggen met een passkey",
    "other_domain": "Een passkey van {domain} gebruiken",
    "another_device": "Telefoon of beveiligingssleutel gebruiken",
    "other": "Op een andere manier inloggen",
    "cancelled": "Je bent nog niet ingelogd. Probeer het opnieuw wanneer je wilt.",
    "going": "Ingelogd. Je wordt doorgestuurd…",
    "done_heading": "Je bent ingelogd",
    "accepted_heading": "Je passkey is geaccepteerd",
    "done_lead": "Je hebt de passkey ‘{name}’ gebruikt.",
    "account": "Account-ID",
    "over_heading": "Dit inloggen kan hier niet worden voortgezet.",
    "over_lead": "Het hoort bij een andere browser of is te oud. Log vanaf het begin in.",
    "over_action": "Opnieuw inloggen"
  }
};
