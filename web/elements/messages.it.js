// Italian sentences of messages.en.js.
export default {
  "lang": "it",
  "dir": "ltr",
  "common": {
    "cant_use": "Non riesco a usare la passkey",
    "working": "Attendi…",
    "waiting": "In attesa della passkey. Segui le istruzioni sul dispositivo.",
    "cancel": "Annulla",
    "cancelled": "Non è cambiato nulla. Riprova quando vuoi.",
    "continue": "Continua",
    "open_at": "Apri {address}",
    "confirmed": "Confermato",
    "confirmed_lead": "Grazie. Puoi continuare da dove avevi interrotto.",
    "confirmed_going": "Confermato. Ti riportiamo indietro…",
    "synced": "Sincronizzata",
    "device_only": "Su un solo dispositivo",
    "security_key": "Chiave di sicurezza"
  },
  "signed_out": {
    "heading": "Prima effettua l’accesso",
    "lead": "Non hai effettuato l’accesso oppure la sessione è scaduta. Accedi a {app} e tornerai a questa pagina.",
    "sign_in": "Accedi"
  },
  "failure": {
    "kratos": "Conferma in un altro modo"
  },
  "errors": {
    "not_supported": {
      "what": "Questo browser non supporta le passkey.",
      "next": "Aggiornalo o apri questa pagina in un altro browser."
    },
    "insecure_context": {
      "what": "Questa pagina è stata aperta senza una connessione sicura.",
      "next": "Aprila di nuovo con https:// all’inizio dell’indirizzo."
    },
    "wrong_domain": {
      "what": "All’indirizzo di questa pagina le passkey non funzionano.",
      "next": "Apri {app} al solito indirizzo. Se ci sei già, contatta l’assistenza."
    },
    "network": {
      "what": "Impossibile raggiungere {app}.",
      "next": "Controlla la connessione e riprova."
    },
    "unknown": {
      "what": "Qualcosa è andato storto.",
      "next": "Riprova. Se continua a succedere, contatta l’assistenza."
    }
  }
};
