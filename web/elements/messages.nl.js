// Dutch sentences of messages.en.js.
export default {
  "lang": "nl",
  "dir": "ltr",
  "common": {
    "cant_use": "Ik kan mijn passkey niet gebruiken",
    "working": "Even geduld…",
    "waiting": "Wachten op je passkey. Volg de instructies op je apparaat.",
    "cancel": "Annuleren",
    "cancelled": "Er is niets gewijzigd. Probeer het opnieuw wanneer je wilt.",
    "continue": "Doorgaan",
    "open_at": "{address} openen",
    "confirmed": "Bevestigd",
    "confirmed_lead": "Bedankt. Je kunt verdergaan waar je was gebleven.",
    "confirmed_going": "Bevestigd. Je wordt teruggestuurd…",
    "synced": "Gesynchroniseerd",
    "device_only": "Op maar één apparaat",
    "security_key": "Beveiligingssleutel"
  },
  "signed_out": {
    "heading": "Log eerst in",
    "lead": "Je bent niet ingelogd of je sessie is verlopen. Log in bij {app}, daarna kom je terug op deze pagina.",
    "sign_in": "Inloggen"
  },
  "failure": {
    "kratos": "Op een andere manier bevestigen"
  },
  "errors": {
    "not_supported": {
      "what": "Deze browser ondersteunt geen passkeys.",
      "next": "Werk de browser bij of open deze pagina in een andere browser."
    },
    "insecure_context": {
      "what": "Deze pagina is geopend zonder beveiligde verbinding.",
      "next": "Open de pagina opnieuw met https:// aan het begin van het adres."
    },
    "wrong_domain": {
      "what": "Passkeys werken niet op het adres van deze pagina.",
      "next": "Open {app} op het gebruikelijke adres. Ben je daar al, neem dan contact op met support."
    },
    "network": {
      "what": "{app} is niet bereikbaar.",
      "next": "Controleer je verbinding en probeer het opnieuw."
    },
    "unknown": {
      "what": "Er is iets misgegaan.",
      "next": "Probeer het opnieuw. Gebeurt het vaker, neem dan contact op met support."
    }
  }
};
