// Dutch sentences of messages.en.errors.js.
export default {
  "failure": {
    "details": "Gegevens voor support",
    "diagnose": "Deze browser controleren",
    "code": "Code",
    "request_id": "Aanvraag-ID",
    "time": "Tijd",
    "expected": "Verwacht",
    "received": "Ontvangen",
    "copy": "Gegevens kopiëren",
    "copied": "Gegevens gekopieerd.",
    "not_copied": "Kopiëren is mislukt. De gegevens zijn geselecteerd: kopieer ze met je toetsenbord.",
    "reason": "Reden",
    "rp_id": "Domein van de passkey (RP-ID)",
    "origin": "Adres van deze pagina",
    "browser": "Browser",
    "cause": "Browserfout",
    "capabilities": "Mogelijkheden van de browser",
    "recovery_code": "Herstelcode gebruiken",
    "enrolment_code": "Registratiecode invoeren",
    "support": "Hulp krijgen",
    "help_page": "Om hulp vragen",
    "other_domain": "Een passkey van {domain} gebruiken"
  },
  "errors": {
    "cancelled": {
      "what": "Het venster voor de passkey is te vroeg gesloten.",
      "next": "Probeer het opnieuw wanneer je klaar bent en volg de instructies op je apparaat."
    },
    "timed_out": {
      "what": "De tijd om je passkey te gebruiken is verstreken.",
      "next": "Houd je telefoon, beveiligingssleutel of schermvergrendeling bij de hand en probeer het opnieuw."
    },
    "already_registered": {
      "what": "Dit apparaat heeft al een passkey voor je account.",
      "next": "Daarmee kun je inloggen. Wil je een tweede toevoegen, stel die dan in op een ander apparaat of een beveiligingssleutel."
    },
    "no_authenticator": {
      "what": "Dit apparaat kan het vereiste soort passkey niet maken.",
      "next": "Probeer een ander apparaat, je telefoon of een beveiligingssleutel."
    },
    "user_verification_impossible": {
      "what": "Je apparaat kon niet controleren dat jij het bent.",
      "next": "Stel in de instellingen een schermvergrendeling, vingerafdruk of pincode in, of gebruik een ander apparaat."
    },
    "blocked": {
      "what": "De browser heeft het venster voor de passkey niet getoond.",
      "next": "Sluit andere passkeyvensters en probeer het opnieuw. Gebruik je een wachtwoordmanager, ontgrendel die dan eerst."
    },
    "invalid_request": {
      "what": "De aanvraag is niet geaccepteerd.",
      "next": "Heb je een naam ingevoerd, probeer dan een kortere, eenvoudigere. Laad anders de pagina opnieuw."
    },
    "ceremony_invalid": {
      "what": "Deze poging hoort niet meer bij je sessie.",
      "next": "Laad de pagina opnieuw en begin van voren af aan."
    },
    "ceremony_expired": {
      "what": "Deze poging duurde te lang.",
      "next": "Begin opnieuw. Je hebt voor elke poging vijf minuten."
    },
    "ceremony_spent": {
      "what": "Deze poging is al voltooid.",
      "next": "Laad de pagina opnieuw om de huidige stand te zien."
    },
    "passkey_rejected": {
      "what": "Deze passkey is niet geaccepteerd.",
      "next": "Probeer een andere passkey of log op een andere manier in. Is de passkey hier verwijderd, dan kun je hem ook uit je wachtwoordmanager verwijderen."
    },
    "unauthenticated": {
      "what": "Je bent niet ingelogd of je sessie is verlopen.",
      "next": "Log in en ga terug naar deze pagina."
    },
    "cookie_conflict": {
      "what": "Je browser is bij twee verschillende accounts tegelijk ingelogd.",
      "next": "Verwijder in je browser de cookies van deze site en log opnieuw in."
    },
    "aal2_required": {
      "what": "Je account vereist een tweede factor.",
      "next": "Bevestig daarmee, dan kom je terug op deze pagina."
    },
    "insufficient_authentication": {
      "what": "Voor deze pagina moet je kortgeleden hebben bevestigd dat jij het bent.",
      "next": "Bevestig dat jij het bent en probeer het opnieuw."
    },
    "step_up_required": {
      "what": "Bevestig eerst dat jij het bent voordat je dit wijzigt.",
      "next": "Bevestig op een andere manier en probeer het opnieuw.",
      "alone": "Daarvoor heb je een herstelcode of de hulp van support nodig. Probeer het daarna opnieuw."
    },
    "enrolment_required": {
      "what": "Je account heeft een passkey nodig voordat je verder kunt.",
      "next": "Stel een passkey in en probeer het opnieuw."
    },
    "forbidden_origin": {
      "what": "De aanvraag kwam van een adres dat niet is toegestaan.",
      "next": "Open {app} op het gebruikelijke adres. Ben je daar al, neem dan contact op met support."
    },
    "identity_inactive": {
      "what": "Je account is gedeactiveerd.",
      "next": "Vraag support om het weer te activeren."
    },
    "forbidden": {
      "what": "Je hebt hier geen toestemming voor.",
      "next": "Denk je dat je die wel zou moeten hebben, neem dan contact op met support."
    },
    "not_found": {
      "what": "Dit bestaat niet meer.",
      "next": "Laad de pagina opnieuw om de huidige stand te zien."
    },
    "limit_reached": {
      "what": "Je hebt het maximale aantal passkeys bereikt.",
      "next": "Verwijder er een die je niet meer gebruikt en probeer het daarna opnieuw."
    },
    "authenticator_not_allowed": {
      "what": "Dit apparaat of deze wachtwoordbeheerder is hier niet toegestaan.",
      "next": "Gebruik een beveiligingssleutel of passkey die je organisatie heeft goedgekeurd, of vraag de helpdesk welke dat zijn."
    },
    "last_passkey": {
      "what": "Je account moet ten minste één passkey houden.",
      "next": "Voeg eerst een andere passkey toe en verwijder daarna deze."
    },
    "conflict": {
      "what": "Er is intussen iets gewijzigd.",
      "next": "Laad de pagina opnieuw en probeer het nog een keer."
    },
    "payload_too_large": {
      "what": "De aanvraag was te groot.",
      "next": "Probeer een kortere naam. Gebeurt het vaker, neem dan contact op met support."
    },
    "unsupported_media_type": {
      "what": "De aanvraag had een onverwachte indeling.",
      "next": "Laad de pagina opnieuw. Gebeurt het vaker, neem dan contact op met support."
    },
    "method_not_allowed": {
      "what": "De aanvraag had een onverwachte vorm.",
      "next": "Laad de pagina opnieuw. Gebeurt het vaker, neem dan contact op met support."
    },
    "rate_limited": {
      "what": "Te veel pogingen in korte tijd.",
      "next": "Wacht een minuut en probeer het opnieuw.",
      "left": {"one": "Je kunt het over {left} seconde opnieuw proberen.", "other": "Je kunt het over {left} seconden opnieuw proberen."},
      "over": "Je kunt het nu opnieuw proberen."
    },
    "internal": {
      "what": "Er is bij ons iets misgegaan.",
      "next": "Probeer het opnieuw. Gebeurt het vaker, neem dan contact op met support."
    },
    "kratos_unavailable": {
      "what": "Inloggen is op dit moment niet mogelijk.",
      "next": "Probeer het over een minuut opnieuw. Met je passkeys is niets mis."
    },
    "kratos_refused": {
      "what": "Met dit account kun je hier niet met een passkey inloggen.",
      "next": "Opnieuw proberen helpt niet. Log op een andere manier in of neem contact op met support."
    },
    "kratos_misconfigured": {
      "what": "Het inloggen is niet goed ingesteld.",
      "next": "Opnieuw proberen helpt niet. Neem contact op met support. Met je passkeys is niets mis."
    },
    "clocks_differ": {
      "what": "Dit kan op dit moment niet, omdat er bij ons een klok niet goed loopt.",
      "next": "Opnieuw inloggen helpt niet. Neem contact op met support."
    },
    "identity_deleted": {
      "what": "Het account van deze passkey bestaat niet meer.",
      "next": "Meld je opnieuw aan. Heb je het account niet zelf verwijderd, neem dan contact op met support."
    },
    "store_unavailable": {
      "what": "Je passkeys zijn op dit moment niet beschikbaar.",
      "next": "Probeer het over een minuut opnieuw. Met je passkeys is niets mis."
    },
    "gesture_missing": {
      "what": "Je moet van je browser nog een keer op de knop drukken.",
      "next": "Druk er opnieuw op. Wat je net hebt bevestigd, hoef je niet te herhalen."
    }
  },
  "reasons": {
    "attestation_missing": {
      "what": "Je browser heeft het merk en model niet doorgegeven.",
      "next": "Probeer het opnieuw en sta je browser toe om merk en model te delen als hij daarom vraagt, of gebruik een beveiligingssleutel die je organisatie heeft goedgekeurd."
    },
    "device_bound": {
      "what": "Deze passkey kan naar andere apparaten worden gekopieerd, en dat is hier niet toegestaan.",
      "next": "Gebruik een passkey die op één apparaat blijft, zoals een beveiligingssleutel die je organisatie heeft goedgekeurd."
    },
    "synced": {
      "what": "Deze passkey staat niet in een wachtwoordbeheerder die hier is toegestaan.",
      "next": "Stel hem in met een wachtwoordbeheerder die je organisatie heeft goedgekeurd, of vraag de helpdesk welke dat zijn."
    },
    "fido2": {
      "what": "Deze beveiligingssleutel is te oud en hier niet toegestaan.",
      "next": "Gebruik een nieuwere beveiligingssleutel die je organisatie heeft goedgekeurd."
    },
    "key_size": {
      "what": "Dit apparaat maakt geen passkeys die sterk genoeg zijn om hier te worden toegestaan.",
      "next": "Gebruik een ander apparaat of een beveiligingssleutel die je organisatie heeft goedgekeurd."
    },
    "model_compromised": {
      "what": "Het model van deze passkey is als onveilig gemeld.",
      "next": "Stel een passkey in op een apparaat van een ander model."
    },
    "role_has_no_codes": {
      "what": "Gebruikers met een rol in de beheerconsole kunnen geen herstelcodes hebben.",
      "next": "Stel een tweede passkey in als reserve of vraag een andere beheerder om een registratiecode."
    },
    "enrolment_code_required": {
      "what": "Je account heeft een rol in de beheerconsole. Daarom heb je voor je eerste passkey een registratiecode nodig.",
      "next": "Vraag er een aan een andere beheerder, voer die in op de pagina voor herstelcodes en stel dan je passkey in."
    },
    "no_passkey_here": {
      "what": "Je hebt geen passkey die je hier kunt gebruiken.",
      "next": "Bevestig op een andere manier dat jij het bent of neem contact op met support."
    },
    "being_reset": {
      "what": "Support is bezig je account te resetten.",
      "next": "Wacht even en log dan opnieuw in."
    },
    "second_factor": {
      "what": "Je account heeft een tweede manier van toegang nodig voordat je verder kunt.",
      "next": "Stel er een in, zoals herstelcodes of nog een passkey, en probeer het opnieuw."
    },
    "origin_mismatch": {
      "what": "Passkeys werken niet op het adres van deze pagina.",
      "next": "Open {app} op het gebruikelijke adres. Ben je daar al, neem dan contact op met support."
    },
    "rp_id_mismatch": {
      "what": "Deze passkey hoort bij een ander adres.",
      "next": "Open {app} op het gebruikelijke adres. Ben je daar al, neem dan contact op met support."
    },
    "user_presence_missing": {
      "what": "Je apparaat heeft geen bevestiging geregistreerd.",
      "next": "Probeer het opnieuw en raak de sleutel aan of bevestig wanneer je apparaat daarom vraagt."
    },
    "user_verification_missing": {
      "what": "Hiervoor is een passkey nodig die controleert dat jij het bent.",
      "next": "Probeer het opnieuw met je vingerafdruk, gezicht of pincode. Heeft je apparaat geen schermvergrendeling, stel die dan in. Helpt dat niet, gebruik dan een andere passkey."
    },
    "clone": {
      "what": "Deze beveiligingssleutel is mogelijk gekopieerd.",
      "next": "Gebruik een andere passkey en laat het support weten."
    }
  }
};
