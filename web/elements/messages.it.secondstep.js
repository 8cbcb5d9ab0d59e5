// Italian sentences of messages.en.secondstep.js.
export default {
  "common": {
    "synced_means": "Puoi usarla su ogni dispositivo in cui hai effettuato l’accesso allo stesso gestore di password.",
    "device_only_means": "Resta su questo dispositivo. Configurane una seconda altrove, così se lo perdi non resti senza accesso.",
    "other_device_means": "Resta sul telefono o sull’altro dispositivo su cui l’hai creata. Configurane una seconda altrove, così se perdi quel dispositivo non resti senza accesso.",
    "security_key_means": "Resta su questa chiave di sicurezza. Configurane una seconda altrove, così non perdi l’accesso se perdi questa chiave."
  },
  "setup": {
    "done_heading": "La tua passkey è pronta",
    "upgraded_heading": "È stata creata una passkey",
    "done_lead": "“{name}” è stata configurata. Usala al prossimo accesso.",
    "refused_lead": "“{name}” è stata configurata. Può confermare che sei tu, ma al momento non puoi usarla per accedere. Mantieni un altro modo per accedere e avvisa l’assistenza.",
    "second": "Aggiungi una seconda passkey",
    "second_lead": "Crea una seconda passkey su un altro dispositivo, sul telefono o su una chiave di sicurezza.",
    "second_twice": "Riceverai due richieste: la prima per usare una passkey che hai già, la seconda per creare quella nuova.",
    "codes": "Crea codici di recupero",
    "codes_lead": "Ora crea dei codici di recupero da stampare o salvare. Se perdi la passkey, uno di essi ti permette di crearne una nuova.",
    "making_codes": "Creazione dei codici in corso. Il dispositivo chiede prima la tua passkey.",
    "way_heading": "Se dovessi perdere la passkey",
    "way_lead": "Configura un secondo modo di accedere, così non resti fuori.",
    "way_required_lead": "{app} richiede un secondo modo di accedere, così non resti fuori se perdi la passkey.",
    "way_grace_lead": "Dal {date}, {app} richiede un secondo modo di accedere, così non resti fuori se perdi la passkey.",
    "way_done_heading": "Hai un secondo modo di accedere",
    "way_done_lead": "Se perdi la passkey, accedi come al solito e usa uno dei tuoi codici di recupero.",
    "show_lead": "Un ultimo passaggio: usala una volta adesso.",
    "show": "Usala e continua"
  }
};
