// Dutch sentences of messages.en.page.js.
export default {
  "noscript": "Deze pagina heeft JavaScript nodig om passkeys te gebruiken. Schakel het in en laad de pagina opnieuw.",
  "switcher": {
    "label": "Taal",
    "name": "Nederlands"
  },
  "title": {
    "setup": "Passkey instellen",
    "login": "Inloggen",
    "step-up": "Bevestig dat jij het bent",
    "passkeys": "Je passkeys",
    "recover": "Herstelcode gebruiken",
    "not-me": "Dit was ik niet",
    "diagnose": "Deze browser controleren"
  },
  "problem": {
    "again": "Opnieuw proberen",
    "console": "Beheerconsole",
    "not_found": {
      "what": "Op dit adres is niets te vinden.",
      "next": "Controleer het adres. Ben je hier via een link gekomen, dan is die misschien verouderd."
    },
    "invalid_request": {
      "what": "Dit adres is onvolledig of bevat een fout.",
      "next": "Ga terug naar waar je vandaan kwam en probeer het opnieuw."
    },
    "method_not_allowed": {
      "what": "Dit adres kan niet op deze manier worden gebruikt.",
      "next": "Ga terug naar waar je vandaan kwam en probeer het opnieuw."
    },
    "ceremony_invalid": {
      "what": "Dit inloggen kan hier niet worden voortgezet.",
      "next": "Het hoort bij een andere browser of is te oud. Log vanaf het begin in."
    },
    "ceremony_expired": {
      "what": "Dit inloggen is verlopen.",
      "next": "Log vanaf het begin in."
    },
    "unauthenticated": {
      "what": "Log eerst in.",
      "next": "Je bent niet ingelogd of je sessie is verlopen."
    },
    "step_up_required": {
      "what": "Bevestig eerst dat jij het bent.",
      "next": "Ga daarna terug naar dit adres."
    },
    "aal2_required": {
      "what": "Bevestig eerst dat jij het bent.",
      "next": "Ga daarna terug naar dit adres."
    },
    "enrolment_required": {
      "what": "Je account heeft een passkey nodig.",
      "next": "Stel er een in en ga daarna terug naar dit adres."
    }
  }
};
