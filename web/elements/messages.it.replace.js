// Italian sentences of messages.en.replace.js.
export default {
  "replace": {
    "heading": "Configura una nuova passkey",
    "lead": "Il tuo codice è stato accettato. Puoi configurare una passkey fino alle {time}. Non ti serve quella che hai perso.",
    "action": "Configura una nuova passkey",
    "ready_heading": "La tua nuova passkey è pronta",
    "ready_lead": "Ora rimuovi la passkey che hai perso, così nessun altro può usarla.",
    "remove": "Rimuovi la passkey persa",
    "none": "Le ho ancora tutte"
  }
};
