// Italian sentences of messages.en.page.js.
export default {
  "noscript": "Per usare le passkey, questa pagina ha bisogno di JavaScript. Attivalo e ricarica la pagina.",
  "switcher": {
    "label": "Lingua",
    "name": "Italiano"
  },
  "title": {
    "setup": "Configura una passkey",
    "login": "Accedi",
    "step-up": "Conferma che sei tu",
    "passkeys": "Le tue passkey",
    "recover": "Usa un codice di recupero",
    "not-me": "Non ero io",
    "diagnose": "Controlla questo browser"
  },
  "problem": {
    "again": "Riprova",
    "console": "Console di amministrazione",
    "not_found": {
      "what": "A questo indirizzo non c’è nulla.",
      "next": "Controlla l’indirizzo. Se hai seguito un link, potrebbe non essere più valido."
    },
    "invalid_request": {
      "what": "Questo indirizzo è incompleto o contiene un errore.",
      "next": "Torna alla pagina precedente e riprova."
    },
    "method_not_allowed": {
      "what": "Questo indirizzo non può essere usato in questo modo.",
      "next": "Torna alla pagina precedente e riprova."
    },
    "ceremony_invalid": {
      "what": "Questo accesso non può proseguire qui.",
      "next": "Appartiene a un altro browser o è troppo vecchio. Accedi dall’inizio."
    },
    "ceremony_expired": {
      "what": "Questo accesso è scaduto.",
      "next": "Accedi dall’inizio."
    },
    "unauthenticated": {
      "what": "Prima effettua l’accesso.",
      "next": "Non hai effettuato l’accesso oppure la sessione è scaduta."
    },
    "step_up_required": {
      "what": "Prima conferma che sei tu.",
      "next": "Poi torna a questo indirizzo."
    },
    "aal2_required": {
      "what": "Prima conferma che sei tu.",
      "next": "Poi torna a questo indirizzo."
    },
    "enrolment_required": {
      "what": "Il tuo account ha bisogno di una passkey.",
      "next": "Configurane una, poi torna a questo indirizzo."
    }
  }
};
