// Italian sentences of messages.en.errors.js.
export default {
  "failure": {
    "details": "Dettagli per l’assistenza",
    "diagnose": "Controlla questo browser",
    "code": "Codice",
    "request_id": "ID richiesta",
    "time": "Ora",
    "expected": "Previsto",
    "received": "Ricevuto",
    "copy": "Copia i dettagli",
    "copied": "Dettagli copiati.",
    "not_copied": "Impossibile copiare. I dettagli sono selezionati: copiali con la tastiera.",
    "reason": "Motivo",
    "rp_id": "Dominio della passkey (RP ID)",
    "origin": "Indirizzo di questa pagina",
    "browser": "Browser",
    "cause": "Errore del browser",
    "capabilities": "Funzionalità del browser",
    "recovery_code": "Usa un codice di recupero",
    "enrolment_code": "Inserisci un codice di registrazione",
    "support": "Ottieni assistenza",
    "help_page": "Chiedi aiuto",
    "other_domain": "Usa una passkey di {domain}"
  },
  "errors": {
    "cancelled": {
      "what": "La richiesta della passkey è stata chiusa troppo presto.",
      "next": "Riprova quando vuoi e segui le istruzioni sul dispositivo."
    },
    "timed_out": {
      "what": "Il tempo per usare la passkey è scaduto.",
      "next": "Tieni a portata di mano il telefono, la chiave di sicurezza o il blocco schermo e riprova."
    },
    "already_registered": {
      "what": "Questo dispositivo ha già una passkey per il tuo account.",
      "next": "Puoi usarla per accedere. Per aggiungerne una seconda, configurala su un altro dispositivo o su una chiave di sicurezza."
    },
    "no_authenticator": {
      "what": "Questo dispositivo non può creare il tipo di passkey richiesto.",
      "next": "Prova con un altro dispositivo, il telefono o una chiave di sicurezza."
    },
    "user_verification_impossible": {
      "what": "Il dispositivo non ha potuto verificare che sei tu.",
      "next": "Imposta un blocco schermo, l’impronta o un PIN nelle sue impostazioni, oppure usa un altro dispositivo."
    },
    "blocked": {
      "what": "Il browser non ha mostrato la richiesta della passkey.",
      "next": "Chiudi le altre richieste di passkey e riprova. Se usi un gestore di password, prima sbloccalo."
    },
    "invalid_request": {
      "what": "La richiesta non è stata accettata.",
      "next": "Se hai inserito un nome, provane uno più breve e semplice. Altrimenti ricarica la pagina."
    },
    "ceremony_invalid": {
      "what": "Questo tentativo non corrisponde più alla tua sessione.",
      "next": "Ricarica la pagina e ricomincia."
    },
    "ceremony_expired": {
      "what": "Questo tentativo è durato troppo.",
      "next": "Ricomincia. Hai cinque minuti per ogni tentativo."
    },
    "ceremony_spent": {
      "what": "Questo tentativo è già stato completato.",
      "next": "Ricarica la pagina per vedere lo stato attuale."
    },
    "passkey_rejected": {
      "what": "Questa passkey non è stata accettata.",
      "next": "Prova un’altra passkey o accedi in un altro modo. Se la passkey è stata rimossa qui, puoi eliminarla dal gestore di password."
    },
    "unauthenticated": {
      "what": "Non hai effettuato l’accesso oppure la sessione è scaduta.",
      "next": "Accedi, poi torna a questa pagina."
    },
    "cookie_conflict": {
      "what": "Nel browser è attivo l’accesso a due account diversi contemporaneamente.",
      "next": "Elimina i cookie di questo sito nel browser, poi accedi di nuovo."
    },
    "aal2_required": {
      "what": "Il tuo account richiede un secondo fattore.",
      "next": "Confermalo e tornerai a questa pagina."
    },
    "insufficient_authentication": {
      "what": "Per questa pagina serve una conferma recente che sei tu.",
      "next": "Conferma che sei tu, poi riprova."
    },
    "step_up_required": {
      "what": "Conferma che sei tu prima di fare questa modifica.",
      "next": "Conferma in un altro modo, poi riprova.",
      "alone": "Per farlo ti serve un codice di recupero o l’aiuto dell’assistenza. Poi riprova."
    },
    "enrolment_required": {
      "what": "Per continuare, il tuo account ha bisogno di una passkey.",
      "next": "Configura una passkey, poi riprova."
    },
    "forbidden_origin": {
      "what": "La richiesta proviene da un indirizzo non consentito.",
      "next": "Apri {app} al solito indirizzo. Se ci sei già, contatta l’assistenza."
    },
    "identity_inactive": {
      "what": "Il tuo account è disattivato.",
      "next": "Chiedi all’assistenza di riattivarlo."
    },
    "forbidden": {
      "what": "Non hai l’autorizzazione per farlo.",
      "next": "Se pensi di doverla avere, contatta l’assistenza."
    },
    "not_found": {
      "what": "Questo elemento non esiste più.",
      "next": "Ricarica la pagina per vedere lo stato attuale."
    },
    "limit_reached": {
      "what": "Hai raggiunto il numero massimo di passkey.",
      "next": "Rimuovine una che non usi più, poi riprova."
    },
    "authenticator_not_allowed": {
      "what": "Questo dispositivo o gestore di password non è consentito qui.",
      "next": "Usa una chiave di sicurezza o una passkey approvata dalla tua organizzazione, oppure chiedi all’assistenza quali sono."
    },
    "last_passkey": {
      "what": "Il tuo account deve mantenere almeno una passkey.",
      "next": "Prima aggiungi un’altra passkey, poi rimuovi questa."
    },
    "conflict": {
      "what": "Nel frattempo qualcosa è cambiato.",
      "next": "Ricarica la pagina e riprova."
    },
    "payload_too_large": {
      "what": "La richiesta era troppo grande.",
      "next": "Prova un nome più breve. Se continua a succedere, contatta l’assistenza."
    },
    "unsupported_media_type": {
      "what": "La richiesta aveva un formato imprevisto.",
      "next": "Ricarica la pagina. Se continua a succedere, contatta l’assistenza."
    },
    "method_not_allowed": {
      "what": "La richiesta aveva una forma imprevista.",
      "next": "Ricarica la pagina. Se continua a succedere, contatta l’assistenza."
    },
    "rate_limited": {
      "what": "Troppi tentativi in poco tempo.",
      "next": "Attendi un minuto, poi riprova.",
      "left": {"one": "Potrai riprovare tra {left} secondo.", "other": "Potrai riprovare tra {left} secondi."},
      "over": "Ora puoi riprovare."
    },
    "internal": {
      "what": "Qualcosa è andato storto da parte nostra.",
      "next": "Riprova. Se continua a succedere, contatta l’assistenza."
    },
    "kratos_unavailable": {
      "what": "Al momento non è possibile accedere.",
      "next": "Riprova tra un minuto. Le tue passkey sono a posto."
    },
    "kratos_refused": {
      "what": "Con questo account non si può accedere qui con una passkey.",
      "next": "Riprovare non serve. Accedi in un altro modo o contatta l’assistenza."
    },
    "kratos_misconfigured": {
      "what": "L’accesso non è configurato correttamente.",
      "next": "Riprovare non serve. Contatta l’assistenza. Le tue passkey sono a posto."
    },
    "clocks_differ": {
      "what": "Al momento non è possibile, per via di un orologio dei nostri sistemi.",
      "next": "Accedere di nuovo non serve. Contatta l’assistenza."
    },
    "identity_deleted": {
      "what": "L’account di questa passkey non esiste più.",
      "next": "Registrati di nuovo. Se non hai eliminato tu l’account, contatta l’assistenza."
    },
    "store_unavailable": {
      "what": "Al momento le tue passkey non sono disponibili.",
      "next": "Riprova tra un minuto. Le tue passkey sono a posto."
    },
    "gesture_missing": {
      "what": "Il browser ha bisogno che tu prema di nuovo il pulsante.",
      "next": "Premilo ancora. Non devi ripetere ciò che hai appena confermato."
    }
  },
  "reasons": {
    "attestation_missing": {
      "what": "Il browser non ha comunicato marca e modello.",
      "next": "Riprova e consenti al browser di condividere marca e modello se lo chiede, oppure usa una chiave di sicurezza approvata dalla tua organizzazione."
    },
    "device_bound": {
      "what": "Questa passkey potrebbe essere copiata su altri dispositivi, cosa che qui non è consentita.",
      "next": "Usa una passkey che resta su un solo dispositivo, come una chiave di sicurezza approvata dalla tua organizzazione."
    },
    "synced": {
      "what": "Questa passkey non è salvata in un gestore di password consentito qui.",
      "next": "Creala in un gestore di password approvato dalla tua organizzazione, oppure chiedi all’assistenza quali sono."
    },
    "fido2": {
      "what": "Questa chiave di sicurezza è troppo vecchia per essere consentita qui.",
      "next": "Usa una chiave di sicurezza più recente approvata dalla tua organizzazione."
    },
    "key_size": {
      "what": "Questo dispositivo non crea passkey abbastanza robuste per essere consentite qui.",
      "next": "Usa un altro dispositivo o una chiave di sicurezza approvata dalla tua organizzazione."
    },
    "model_compromised": {
      "what": "Il modello di questa passkey è segnalato come compromesso.",
      "next": "Configura una passkey su un dispositivo di un altro modello."
    },
    "role_has_no_codes": {
      "what": "Chi ha un ruolo nella console di amministrazione non può avere codici di recupero.",
      "next": "Configura una seconda passkey di riserva o chiedi un codice di registrazione a un altro amministratore."
    },
    "enrolment_code_required": {
      "what": "Il tuo account ha un ruolo nella console di amministrazione, quindi per configurare la prima passkey serve un codice di registrazione.",
      "next": "Chiedine uno a un altro amministratore, inseriscilo nella pagina dei codici di recupero, poi configura la passkey."
    },
    "no_passkey_here": {
      "what": "Non hai passkey utilizzabili qui.",
      "next": "Conferma in un altro modo che sei tu o contatta l’assistenza."
    },
    "being_reset": {
      "what": "L’assistenza sta reimpostando il tuo account.",
      "next": "Attendi un momento, poi accedi di nuovo."
    },
    "second_factor": {
      "what": "Per continuare, il tuo account ha bisogno di un secondo modo di accedere.",
      "next": "Configurane uno, come i codici di recupero o un’altra passkey, poi riprova."
    },
    "origin_mismatch": {
      "what": "All’indirizzo di questa pagina le passkey non funzionano.",
      "next": "Apri {app} al solito indirizzo. Se ci sei già, contatta l’assistenza."
    },
    "rp_id_mismatch": {
      "what": "Questa passkey appartiene a un altro indirizzo.",
      "next": "Apri {app} al solito indirizzo. Se ci sei già, contatta l’assistenza."
    },
    "user_presence_missing": {
      "what": "Il dispositivo non ha registrato nessuna conferma.",
      "next": "Riprova e tocca la chiave o conferma quando il dispositivo lo chiede."
    },
    "user_verification_missing": {
      "what": "Serve una passkey che verifichi che sei tu.",
      "next": "Riprova con l’impronta, il volto o il PIN. Se il dispositivo non ha un blocco schermo, impostane uno. Se non basta, usa un’altra passkey."
    },
    "clone": {
      "what": "Questa chiave di sicurezza potrebbe essere stata copiata.",
      "next": "Usa un’altra passkey e avvisa l’assistenza."
    }
  }
};
