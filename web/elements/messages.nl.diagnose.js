// Dutch sentences of messages.en.diagnose.js.
export default {
  "diagnose": {
    "heading": "Deze browser controleren",
    "all_good": "Niets staat passkeys hier in de weg. Er is niets gewijzigd.",
    "some_bad": "Hier is iets waar je op moet letten. Er is niets gewijzigd.",
    "good": "In orde",
    "note": "Let op",
    "bad": "Probleem",
    "unknown": "Kon niet worden gecontroleerd: {checks}.",
    "again": "Opnieuw controleren",
    "text_heading": "Tekst voor support",
    "text_lead": "Vraag je support om hulp, stuur dan deze tekst mee. Er staat geen wachtwoord, geen cookie en geen token in.",
    "copy": "Tekst kopiëren",
    "copied": "Tekst gekopieerd.",
    "not_copied": "Kopiëren is mislukt. De tekst is geselecteerd: kopieer hem met je toetsenbord.",
    "by_phone": "Lees aan de telefoon deze code voor: {code}",
    "help_page": "Om hulp vragen",
    "secure": {
      "ok": "Deze pagina heeft een beveiligde verbinding.",
      "insecure": "Deze pagina is geopend zonder beveiligde verbinding. Open de pagina opnieuw met https:// aan het begin van het adres."
    },
    "passkeys": {
      "ok": "Deze browser ondersteunt passkeys.",
      "missing": "Deze browser kan op deze pagina geen passkeys gebruiken. Werk hem bij of gebruik een andere browser."
    },
    "authenticator": {
      "ok": "Dit apparaat kan controleren dat jij het bent, met schermvergrendeling, vingerafdruk of gezicht.",
      "none": "Dit apparaat kan niet controleren dat jij het bent. Stel een schermvergrendeling in of gebruik je telefoon of een beveiligingssleutel."
    },
    "autofill": {
      "ok": "Deze browser kan passkeys in het inlogveld aanbieden.",
      "none": "Deze browser biedt geen passkeys in het inlogveld aan. Gebruik de knop voor passkeys."
    },
    "extension": {
      "ok": "Geen extensie heeft vervangen hoe deze browser met passkeys omgaat.",
      "replaced": "Een extensie, zoals een wachtwoordmanager, beheert passkeys in deze browser. Mislukt het, ontgrendel die dan of zet die uit.",
      "broken": "Iets houdt deze pagina tegen om passkeys te gebruiken, waarschijnlijk een extensie. Zet extensies uit of gebruik een andere browser."
    },
    "private": {
      "ok": "Niets wijst op een privévenster.",
      "likely": "Dit is misschien een privévenster. Dat vergeet snel dat je bent ingelogd. Ontbreekt er iets, gebruik dan een gewoon venster."
    },
    "clock": {
      "ok": "De klok van je apparaat loopt goed.",
      "ahead": "De klok van je apparaat loopt {time} voor. Codes van een authenticator-app worden binnen 30 seconden geaccepteerd: laat de klok automatisch instellen bij de instellingen van je apparaat.",
      "behind": "De klok van je apparaat loopt {time} achter. Codes van een authenticator-app worden binnen 30 seconden geaccepteerd: laat de klok automatisch instellen bij de instellingen van je apparaat."
    },
    "kratos_clock": {
      "ok": "De klokken bij ons lopen gelijk.",
      "apart": "De klokken bij ons lopen {time} uiteen. Daar kun jij niets aan doen: laat het support weten."
    },
    "cookie": {
      "ok": "De inlogcookie komt aan bij {app}.",
      "none": "Er komt geen inlogcookie aan bij {app}. Ben je ingelogd, sta dan in je browser cookies van deze site toe.",
      "blocked": "Deze browser blokkeert cookies. Sta ze toe voor deze site."
    },
    "session": {
      "ok": "Je bent ingelogd.",
      "none": "Je bent niet ingelogd.",
      "ended": "Je sessie is verlopen. Log opnieuw in.",
      "partial": "Je bent ingelogd en hebt nog je tweede factor nodig.",
      "conflict": "Je browser is bij twee verschillende accounts tegelijk ingelogd. Verwijder in je browser de cookies van deze site en log opnieuw in.",
      "failed": "Het inloggen kon bij ons niet worden gecontroleerd. Probeer het over een minuut opnieuw of neem contact op met support."
    },
    "origin": {
      "ok": "Op het adres van deze pagina werken passkeys.",
      "unlisted": "Deze pagina heeft een adres dat niet is toegestaan. Open {app} op het gebruikelijke adres. Ben je daar al, neem dan contact op met support.",
      "no_passkeys": "Op het adres van deze pagina werken passkeys niet. Open {app} op het gebruikelijke adres. Ben je daar al, neem dan contact op met support.",
      "proxy": "Een server onderweg wijzigt het adres van deze pagina. Daar kun jij niets aan doen: laat het support weten.",
      "unreached": "{app} is niet bereikbaar. Controleer je verbinding en probeer het opnieuw."
    }
  }
};
