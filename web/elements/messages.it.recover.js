// Italian sentences of messages.en.recover.js.
export default {
  "recover": {
    "heading": "Usa un codice di recupero",
    "lead": "Hai perso il dispositivo con la passkey? Usa uno dei tuoi codici di recupero.",
    "means_session": "Conferma che sei tu, solo in questa sessione.",
    "means_passkey": "Ti permette di configurare una nuova passkey entro 15 minuti.",
    "means_login": "Conferma questo accesso e ti permette di configurare una nuova passkey entro 15 minuti.",
    "means_once": "Funziona una volta sola. Cancellalo dall’elenco.",
    "code": "Codice di recupero",
    "hint": "Maiuscole o minuscole, con o senza trattini.",
    "action": "Usa il codice",
    "empty": "Prima inserisci uno dei tuoi codici di recupero.",
    "malformed": "Questo non è un codice di recupero: i codici hanno dodici lettere e cifre. Confrontalo con il tuo elenco. Questo non è stato contato come tentativo.",
    "checking": "Verifica del codice…",
    "going": "Codice accettato. Reindirizzamento…",
    "done_heading": "Il tuo codice è stato accettato",
    "done_lead": "Configura ora una nuova passkey: non ti serve quella che hai perso. Hai 15 minuti; dopo ti servirà un altro codice.",
    "left": {
      "one": "{left} codice rimasto.",
      "other": "{left} codici rimasti."
    },
    "low": "Creane di nuovi appena avrai di nuovo una passkey.",
    "locked_heading": "Troppi codici errati",
    "locked_lead": "I codici di recupero sono bloccati, così nessuno può indovinarli. Riprova dopo le {time}.",
    "locked_passkeys": "Le tue passkey funzionano ancora.",
    "again": "Prova un altro codice",
    "signed_out_heading": "Prima effettua l’accesso",
    "signed_out_lead": "Un codice di recupero sostituisce la passkey, non la password. Accedi a {app} con la password o in un altro modo disponibile e tornerai a questa pagina.",
    "help_heading": "Non hai codici a portata di mano?",
    "help_lead": "Il team di {app} può verificare che sei tu e darti un codice valido per un’ora.",
    "help_page": "Chiedi aiuto",
    "help_neutral": "Contatta l’assistenza di {app} o chi amministra il tuo account. Possono verificare che sei tu e darti un codice valido per un’ora."
  },
  "errors": {
    "recovery_code_rejected": {
      "what": "Questo codice di recupero non è stato accettato.",
      "next": "Confrontalo con il tuo elenco e riprova. Ogni codice funziona una volta sola. Dopo cinque codici errati devi attendere 15 minuti."
    },
    "locked": {
      "what": "Troppi codici errati.",
      "next": "Attendi 15 minuti, poi riprova."
    }
  }
};
