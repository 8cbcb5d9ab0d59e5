// Italian sentences of messages.en.setup.js.
export default {
  "common": {
    "waiting_twice": "Il dispositivo potrebbe mostrarti due richieste: prima usa una passkey che hai già, poi configura quella nuova."
  },
  "setup": {
    "back": "Torna a {app}",
    "elsewhere": "{app} richiede una passkey. Per continuare, accedi con un browser che supporta le passkey.",
    "later": "Non ora",
    "required_lead": "{app} richiede una passkey. Con essa accedi nello stesso modo in cui sblocchi il dispositivo.",
    "grace_lead": "Dal {date}, {app} richiede una passkey. Con essa accedi nello stesso modo in cui sblocchi il dispositivo.",
    "another_heading": "Aggiungi un’altra passkey",
    "another_lead": "Configurane una su un altro dispositivo o su una chiave di sicurezza, così se ne perdi una non resti senza accesso. Potresti ricevere due richieste: prima usa una passkey che hai già, poi configura quella nuova.",
    "manage": "Le tue passkey",
    "way_later_lead": "In questa pagina puoi configurare in qualsiasi momento un secondo modo di accedere.",
    "cancelled": "Non è stata creata nessuna passkey. Riprova quando vuoi.",
    "later_heading": "Magari più tardi",
    "later_lead": "In questa pagina puoi configurare una passkey in qualsiasi momento."
  }
};
