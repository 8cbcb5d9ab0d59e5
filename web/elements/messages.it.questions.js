// Italian sentences of messages.en.questions.js.
export default {
  "setup": {
    "heading": "Accedi più in fretta con una passkey",
    "lead": "Con una passkey accedi a {app} nello stesso modo in cui sblocchi il dispositivo.",
    "account": "Per il tuo account {login}",
    "about_what": "Che cos’è una passkey?",
    "about_what_more": "Un altro modo di accedere, oltre alla password. Non devi ricordare nulla e sui siti falsi non funziona.",
    "about_where": "Dove viene salvata?",
    "about_where_more": "Nel gestore di password del dispositivo o su una chiave di sicurezza. L’impronta e il volto non lasciano mai il tuo dispositivo.",
    "about_lost": "E se perdo il telefono?",
    "about_lost_more": "Se il tuo gestore di password la sincronizza, è anche sugli altri tuoi dispositivi. Altrimenti ti serve una seconda passkey su un altro dispositivo.",
    "about_lost_more_codes": "Se il tuo gestore di password la sincronizza, è anche sugli altri tuoi dispositivi. Altrimenti ci sono i codici di recupero: puoi crearli nel prossimo passaggio.",
    "action": "Crea una passkey"
  }
};
