// Italian sentences of messages.en.recovery-codes.js.
export default {
  "recovery-codes": {
    "heading": "Codici di recupero",
    "lead": "Ogni codice funziona una volta sola, al posto di una passkey persa: accedi come al solito, inserisci il codice e configura una nuova passkey.",
    "none_lead": "I codici di recupero ti aiutano se perdi il dispositivo: accedi come al solito, inserisci un codice e configura una nuova passkey. Non ne hai ancora.",
    "ended_lead": "I tuoi codici di recupero non funzionano più, perché hai rimosso la passkey o il fattore con cui sono stati creati. Creane di nuovi, così se perdi il dispositivo non resti senza accesso.",
    "too_early": "I codici di recupero sostituiscono una passkey persa. Prima configura una passkey, poi crea qui i tuoi codici.",
    "setup": "Configura una passkey",
    "retry": "Ricarica",
    "make": "Crea codici di recupero",
    "renew": "Crea nuovi codici",
    "left": {
      "one": "{left} codice rimasto.",
      "other": "{left} codici rimasti."
    },
    "made": "Creati il",
    "low": "Te ne restano pochi. Creane di nuovi prima che ti servano.",
    "used_up": "Hai usato tutti i codici. Creane di nuovi, così se perdi il dispositivo non resti senza accesso."
  }
};
