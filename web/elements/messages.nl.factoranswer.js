// Dutch sentences of messages.en.factoranswer.js.
export default {
  "factors": {
    "confirming": "Je apparaat vraagt misschien eerst om een passkey om te controleren dat jij het bent.",
    "confirmed": "Bedankt. Het telt vanaf nu als van jou.",
    "confirm": {
      "totp": "Authenticator-app verwijderen?",
      "lookup_secret": "Back-upcodes verwijderen?",
      "webauthn": "Beveiligingssleutel verwijderen?",
      "passkey": "Passkey uit je inloginstellingen verwijderen?",
      "code": "Codes per e-mail of sms uitschakelen?",
      "password": "Melden dat het wachtwoord niet van jou is?",
      "oidc": "Melden dat de koppeling met een andere inlogdienst niet van jou is?",
      "address": "Melden dat het e-mailadres of telefoonnummer niet van jou is?",
      "other": "Deze tweede factor verwijderen?"
    },
    "confirm_means": "Het wordt uit je account verwijderd en kan niet meer worden gebruikt om te bevestigen dat jij het bent.",
    "confirm_means_first": "Het telt niet meer samen met een beveiligingssleutel zonder pincode. Tot je het in je inloginstellingen wijzigt, kan er nog mee worden ingelogd.",
    "confirm_sessions": "Alle andere apparaten en browsers worden uit je account uitgelogd.",
    "confirm_password": "Wijzig daarna je wachtwoord: wie dit heeft toegevoegd, kende het.",
    "confirm_password_first": "Wijzig het daar daarna. Ben je een beveiligingssleutel kwijt, verwijder dan hier de passkey ervan.",
    "confirm_action": "Verwijderen",
    "confirm_action_first": "Niet van mij",
    "cancel": "Annuleren",
    "removed": "Het is verwijderd en iedereen behalve jij is uitgelogd. Wijzig nu je wachtwoord: wie dit heeft toegevoegd, kende het.",
    "removed_pending": "Het is verwijderd. Iedereen behalve jij wordt uitgelogd zodra de inlogserver reageert. Wijzig nu je wachtwoord: wie dit heeft toegevoegd, kende het.",
    "kept_now_pending": "Het kon niet automatisch worden verwijderd. Het telt hier niet meer en support is op de hoogte. Iedereen behalve jij wordt uitgelogd zodra de inlogserver reageert. Wijzig nu je wachtwoord.",
    "kept_now": "Het kon niet automatisch worden verwijderd. Het telt hier niet meer en support is op de hoogte. Iedereen behalve jij is uitgelogd. Wijzig nu je wachtwoord.",
    "kept_now_first": "Iedereen behalve jij is uitgelogd en support is op de hoogte. Wijzig het nu in je inloginstellingen: tot die tijd kan er nog mee worden ingelogd. Ben je een beveiligingssleutel kwijt, verwijder dan hier de passkey ervan.",
    "kept_now_first_pending": "Iedereen behalve jij wordt uitgelogd zodra de inlogserver reageert en support is op de hoogte. Wijzig het nu in je inloginstellingen: tot die tijd kan er nog mee worden ingelogd. Ben je een beveiligingssleutel kwijt, verwijder dan hier de passkey ervan.",
    "missing": "Het was al verwijderd. De pagina is nu bijgewerkt.",
    "kept": {
      "totp": "Je account heeft een authenticator-app die niet van jou is",
      "lookup_secret": "Je account heeft back-upcodes die niet van jou zijn",
      "webauthn": "Je account heeft een beveiligingssleutel die niet van jou is",
      "passkey": "Je inloginstellingen hebben een passkey die niet van jou is",
      "code": "Codes worden verstuurd naar een adres dat niet van jou is",
      "password": "Je account heeft een wachtwoord dat niet van jou is",
      "oidc": "Je account is gekoppeld aan een inlogdienst die niet van jou is",
      "address": "Je account heeft een e-mailadres of telefoonnummer dat niet van jou is",
      "other": "Je account heeft een tweede factor die niet van jou is"
    },
    "kept_means": "Het kon niet automatisch worden verwijderd. Het telt hier niet en support is op de hoogte.",
    "kept_means_first": "Tot je het in je inloginstellingen wijzigt, kan er nog mee worden ingelogd. Het telt niet samen met een beveiligingssleutel zonder pincode. Support is op de hoogte."
  }
};
