// Dutch sentences of messages.en.passkeychange.js.
export default {
  "passkeys": {
    "another": "Toch een telefoon of beveiligingssleutel gebruiken",
    "adding": "Je apparaat vraagt het misschien twee keer: eerst om een passkey die je al hebt en daarna om de nieuwe te maken.",
    "added": "‘{name}’ is toegevoegd.",
    "removed": "‘{name}’ is verwijderd.",
    "removed_pending": "‘{name}’ is verwijderd. Apparaten die ermee zijn ingelogd, worden uitgelogd zodra de inlogserver reageert.",
    "removed_codes": "Je herstelcodes waren ermee gemaakt en werken niet meer. Maak nieuwe.",
    "removed_codes_last": "Je herstelcodes waren ermee gemaakt en werken niet meer.",
    "removed_keys": "Beheersleutels die ermee zijn gemaakt, werken nog: {keys}. Trek in de beheerconsole de sleutels in die je niet meer nodig hebt.",
    "confirm_heading": "‘{name}’ verwijderen?",
    "confirm_synced": "Je kunt er dan niet meer mee inloggen, op geen enkel apparaat waarmee hij is gesynchroniseerd. Dit kan niet ongedaan worden gemaakt.",
    "confirm_device": "Je kunt er dan niet meer mee inloggen. Dit kan niet ongedaan worden gemaakt.",
    "confirm_second": "Je kunt er dan niet meer mee bevestigen dat jij het bent. Je blijft inloggen zoals voorheen. Dit kan niet ongedaan worden gemaakt.",
    "confirm_last": "Het is de enige passkey waarmee je kunt inloggen. Daarna log je in met je wachtwoord of op een andere manier die {app} aanbiedt.",
    "confirm_others": {
      "one": "Je kunt nog met {count} andere passkey inloggen.",
      "other": "Je kunt nog met {count} andere passkeys inloggen."
    },
    "confirm_codes": {
      "one": "Je hebt nog {left} herstelcode. Daarmee alleen kun je niet inloggen.",
      "other": "Je hebt nog {left} herstelcodes. Daarmee alleen kun je niet inloggen."
    },
    "confirm_ends_codes": "Je herstelcodes zijn ermee gemaakt en werken dan niet meer. Maak daarna nieuwe.",
    "confirm_ends_codes_last": "Je herstelcodes zijn ermee gemaakt en werken dan niet meer.",
    "confirm_copy": "Je apparaat of wachtwoordmanager bewaart misschien een kopie. Die werkt niet meer en kun je daar verwijderen.",
    "confirm_action": "Passkey verwijderen",
    "keep": "Passkey houden",
    "gone_heading": "Je hebt je laatste passkey verwijderd, ‘{name}’",
    "gone_lead": "Vanaf nu log je in met je wachtwoord of op een andere manier die {app} aanbiedt. Je kunt op elk moment een nieuwe passkey instellen.",
    "gone_codes": {
      "one": "Je hebt nog {left} herstelcode, maar daarmee alleen kun je niet inloggen.",
      "other": "Je hebt nog {left} herstelcodes, maar daarmee alleen kun je niet inloggen."
    },
    "removing": "De passkey wordt verwijderd. Je apparaat vraagt eerst om een passkey om te controleren dat jij het bent.",
    "new_name": "Nieuwe naam",
    "save": "Opslaan",
    "cancel": "Annuleren",
    "renamed": "De passkey heet nu ‘{name}’.",
    "missing": "‘{name}’ was al verwijderd, in een ander venster of door support. De lijst is nu bijgewerkt."
  }
};
