// Dutch sentences of messages.en.factors.js.
export default {
  "factors": {
    "question": {
      "totp": "Op {date} is een authenticator-app toegevoegd. Is die van jou?",
      "lookup_secret": "Op {date} zijn back-upcodes gemaakt. Zijn die van jou?",
      "webauthn": "Op {date} is een beveiligingssleutel toegevoegd. Is die van jou?",
      "passkey": "Op {date} is een passkey aan je inloginstellingen toegevoegd. Is die van jou?",
      "code": "Op {date} zijn codes per e-mail of sms ingeschakeld. Is het adres van jou?",
      "password": "Je account heeft sinds {date} een nieuw wachtwoord. Is dat van jou?",
      "oidc": "Je account is sinds {date} gekoppeld aan een andere inlogdienst. Is die koppeling van jou?",
      "address": "Je account heeft sinds {date} een nieuw e-mailadres of telefoonnummer. Is dat van jou?",
      "other": "Op {date} is nog een tweede factor toegevoegd. Is die van jou?"
    },
    "means": "Iedereen die je wachtwoord kent, kan dit toevoegen. Zolang je niet bevestigt dat het van jou is, telt het niet als tweede factor.",
    "means_first": "Iemand die je beveiligingssleutel vindt, kan dit hebben gewijzigd. Zolang je niet bevestigt dat het van jou is, telt het niet samen met een beveiligingssleutel zonder pincode.",
    "yes": "Ja, van mij",
    "no": "Nee, verwijderen",
    "no_first": "Nee, niet van mij"
  }
};
