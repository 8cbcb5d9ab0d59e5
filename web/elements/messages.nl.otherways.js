// Dutch sentences of messages.en.otherways.js.
export default {
  "otherways": {
    "codes": {
      "one": "Je hebt nog {left} herstelcode. Die bevestigt dat jij het bent en daarmee kun je een nieuwe passkey instellen.",
      "other": "Je hebt nog {left} herstelcodes. Een daarvan bevestigt dat jij het bent en daarmee kun je een nieuwe passkey instellen."
    },
    "no_codes": "Je hebt geen herstelcodes.",
    "kratos": "Je kunt ook op een andere manier bevestigen dat jij het bent.",
    "code": "Herstelcode gebruiken",
    "kratos_action": "Op een andere manier bevestigen",
    "enrol": "Je herstelcode is geaccepteerd. Je kunt nu een nieuwe passkey instellen.",
    "enrol_action": "Nieuwe passkey instellen",
    "gate": "Heb je herstelcodes, dan kun je met een ervan dit inloggen afronden en een nieuwe passkey instellen.",
    "login": "Log eerst op een andere manier in, bijvoorbeeld met je wachtwoord. Daarna kun je met een herstelcode een nieuwe passkey instellen.",
    "help": "Het team van {app} kan controleren dat jij het bent en je helpen een nieuwe passkey in te stellen.",
    "help_page": "Om hulp vragen",
    "help_neutral": "Neem contact op met support van {app} of met de beheerder van je account. Die kan controleren dat jij het bent en je helpen een nieuwe passkey in te stellen."
  }
};
