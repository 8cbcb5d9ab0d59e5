// Italian sentences of messages.en.otherways.js.
export default {
  "otherways": {
    "codes": {
      "one": "Hai ancora {left} codice di recupero. Conferma che sei tu e ti permette di configurare una nuova passkey.",
      "other": "Hai ancora {left} codici di recupero. Uno di essi conferma che sei tu e ti permette di configurare una nuova passkey."
    },
    "no_codes": "Non hai codici di recupero.",
    "kratos": "Puoi anche confermare che sei tu in un altro modo.",
    "code": "Usa un codice di recupero",
    "kratos_action": "Conferma in un altro modo",
    "enrol": "Il tuo codice di recupero è stato accettato. Ora puoi configurare una nuova passkey.",
    "enrol_action": "Configura una nuova passkey",
    "gate": "Se hai dei codici di recupero, uno di essi completa questo accesso e ti permette di configurare una nuova passkey.",
    "login": "Prima accedi in un altro modo, ad esempio con la password. Poi un codice di recupero ti permette di configurare una nuova passkey.",
    "help": "Il team di {app} può verificare che sei tu e aiutarti a configurare una nuova passkey.",
    "help_page": "Chiedi aiuto",
    "help_neutral": "Contatta l’assistenza di {app} o chi amministra il tuo account. Possono verificare che sei tu e aiutarti a configurare una nuova passkey."
  }
};
