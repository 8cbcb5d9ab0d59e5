// Dutch sentences of messages.en.recover.js.
export default {
  "recover": {
    "heading": "Herstelcode gebruiken",
    "lead": "Ben je het apparaat met je passkey kwijt? Gebruik een van je herstelcodes.",
    "means_session": "De code bevestigt dat jij het bent, alleen in deze sessie.",
    "means_passkey": "Je kunt er binnen 15 minuten één nieuwe passkey mee instellen.",
    "means_login": "De code bevestigt dit inloggen en je kunt er binnen 15 minuten één nieuwe passkey mee instellen.",
    "means_once": "De code werkt één keer. Streep hem door op je lijst.",
    "code": "Herstelcode",
    "hint": "Hoofdletters of kleine letters, met of zonder streepjes.",
    "action": "Code gebruiken",
    "empty": "Voer eerst een van je herstelcodes in.",
    "malformed": "Dit is geen herstelcode: een code heeft twaalf letters en cijfers. Vergelijk hem met je lijst. Dit telde niet als poging.",
    "checking": "Je code wordt gecontroleerd…",
    "going": "Code geaccepteerd. Je wordt doorgestuurd…",
    "done_heading": "Je code is geaccepteerd",
    "done_lead": "Stel nu een nieuwe passkey in: je hebt de passkey die je kwijt bent niet nodig. Je hebt 15 minuten; daarna heb je een andere code nodig.",
    "left": {
      "one": "Nog {left} code over.",
      "other": "Nog {left} codes over."
    },
    "low": "Maak nieuwe codes zodra je weer een passkey hebt.",
    "locked_heading": "Te veel verkeerde codes",
    "locked_lead": "Herstelcodes zijn geblokkeerd, zodat niemand ze kan raden. Probeer het opnieuw na {time}.",
    "locked_passkeys": "Je passkeys werken nog.",
    "again": "Een andere code proberen",
    "signed_out_heading": "Log eerst in",
    "signed_out_lead": "Een herstelcode vervangt je passkey, niet je wachtwoord. Log in bij {app} met je wachtwoord of op een andere manier die wordt aangeboden, daarna kom je terug op deze pagina.",
    "help_heading": "Geen codes bij de hand?",
    "help_lead": "Het team van {app} kan controleren dat jij het bent en je een code geven die een uur geldig is.",
    "help_page": "Om hulp vragen",
    "help_neutral": "Neem contact op met support van {app} of met de beheerder van je account. Die kan controleren dat jij het bent en je een code geven die een uur geldig is."
  },
  "errors": {
    "recovery_code_rejected": {
      "what": "Deze herstelcode is niet geaccepteerd.",
      "next": "Vergelijk hem met je lijst en probeer het opnieuw. Elke code werkt één keer. Na vijf verkeerde codes moet je 15 minuten wachten."
    },
    "locked": {
      "what": "Te veel verkeerde codes.",
      "next": "Wacht 15 minuten en probeer het opnieuw."
    }
  }
};
