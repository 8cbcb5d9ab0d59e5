// Italian sentences of messages.en.diagnose.js.
export default {
  "diagnose": {
    "heading": "Controlla questo browser",
    "all_good": "Qui nulla ostacola le passkey. Non è stato modificato nulla.",
    "some_bad": "Qui qualcosa richiede la tua attenzione. Non è stato modificato nulla.",
    "good": "A posto",
    "note": "Nota",
    "bad": "Problema",
    "unknown": "Non è stato possibile controllare: {checks}.",
    "again": "Controlla di nuovo",
    "text_heading": "Testo per l’assistenza",
    "text_lead": "Se chiedi aiuto all’assistenza, invia anche questo testo. Non contiene password, cookie né token.",
    "copy": "Copia testo",
    "copied": "Testo copiato.",
    "not_copied": "Impossibile copiare. Il testo è selezionato: copialo con la tastiera.",
    "by_phone": "Al telefono, leggi questo codice: {code}",
    "help_page": "Chiedi aiuto",
    "secure": {
      "ok": "Questa pagina ha una connessione sicura.",
      "insecure": "Questa pagina è stata aperta senza una connessione sicura. Aprila di nuovo con https:// all’inizio dell’indirizzo."
    },
    "passkeys": {
      "ok": "Questo browser supporta le passkey.",
      "missing": "Questo browser non può usare le passkey in questa pagina. Aggiornalo o usa un altro browser."
    },
    "authenticator": {
      "ok": "Questo dispositivo può verificare che sei tu, con blocco schermo, impronta o volto.",
      "none": "Questo dispositivo non può verificare che sei tu. Imposta un blocco schermo, oppure usa il telefono o una chiave di sicurezza."
    },
    "autofill": {
      "ok": "Questo browser può proporre le passkey nel campo di accesso.",
      "none": "Questo browser non propone le passkey nel campo di accesso. Usa il pulsante delle passkey."
    },
    "extension": {
      "ok": "Nessuna estensione ha sostituito la gestione delle passkey di questo browser.",
      "replaced": "Un’estensione, come un gestore di password, gestisce le passkey in questo browser. Se le richieste non riescono, sbloccala o disattivala.",
      "broken": "Qualcosa impedisce a questa pagina di usare le passkey, probabilmente un’estensione. Disattiva le estensioni o usa un altro browser."
    },
    "private": {
      "ok": "Non ci sono segni di una finestra privata.",
      "likely": "Questa potrebbe essere una finestra privata. Dimentica presto il tuo accesso. Se manca qualcosa, usa una finestra normale."
    },
    "clock": {
      "ok": "L’orologio del dispositivo è giusto.",
      "ahead": "L’orologio del dispositivo è avanti di {time}. I codici di un’app di autenticazione sono accettati entro 30 secondi: attiva l’ora automatica nelle impostazioni del dispositivo.",
      "behind": "L’orologio del dispositivo è indietro di {time}. I codici di un’app di autenticazione sono accettati entro 30 secondi: attiva l’ora automatica nelle impostazioni del dispositivo."
    },
    "kratos_clock": {
      "ok": "Gli orologi dei nostri sistemi coincidono.",
      "apart": "Gli orologi dei nostri sistemi differiscono di {time}. Non puoi cambiarlo: avvisa l’assistenza."
    },
    "cookie": {
      "ok": "Il cookie di accesso arriva a {app}.",
      "none": "Nessun cookie di accesso arriva a {app}. Se hai effettuato l’accesso, consenti i cookie di questo sito nel browser.",
      "blocked": "Questo browser blocca i cookie. Consentili per questo sito."
    },
    "session": {
      "ok": "Hai effettuato l’accesso.",
      "none": "Non hai effettuato l’accesso.",
      "ended": "La sessione è scaduta. Accedi di nuovo.",
      "partial": "Hai effettuato l’accesso e manca ancora il secondo fattore.",
      "conflict": "Nel browser è attivo l’accesso a due account diversi contemporaneamente. Elimina i cookie di questo sito nel browser, poi accedi di nuovo.",
      "failed": "Non è stato possibile controllare l’accesso sui nostri sistemi. Riprova tra un minuto o contatta l’assistenza."
    },
    "origin": {
      "ok": "Le passkey funzionano all’indirizzo di questa pagina.",
      "unlisted": "Questa pagina ha un indirizzo che non è consentito. Apri {app} al suo indirizzo abituale. Se ci sei già, contatta l’assistenza.",
      "no_passkeys": "Le passkey non funzionano all’indirizzo di questa pagina. Apri {app} al suo indirizzo abituale. Se ci sei già, contatta l’assistenza.",
      "proxy": "Un server intermedio cambia l’indirizzo di questa pagina. Non puoi cambiarlo: avvisa l’assistenza.",
      "unreached": "Impossibile raggiungere {app}. Controlla la connessione e riprova."
    }
  }
};
