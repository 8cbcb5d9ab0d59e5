// Italian sentences of messages.en.passkeys.js.
export default {
  "passkeys": {
    "heading": "Le tue passkey",
    "lead": "Puoi accedere a {app} con una qualsiasi di queste. Rimuovi quelle che non usi più.",
    "loading": "Caricamento delle tue passkey…",
    "retry": "Ricarica",
    "back": "Torna a {app}",
    "add": "Aggiungi un’altra passkey",
    "full": "Hai raggiunto il numero massimo di passkey. Rimuovine una per aggiungerne un’altra.",
    "count": "{count} di {limit}",
    "not_mine": "Una di queste non è tua?",
    "created": "Creata",
    "last_used": "Ultimo utilizzo",
    "never": "Mai usata",
    "kept_by": "configurata con {provider}",
    "browser": "{browser} su {system}",
    "used_here": "Usata in questo browser",
    "suspended": "Sospesa",
    "rename": "Rinomina",
    "rename_label": "Rinomina “{name}”",
    "remove": "Rimuovi",
    "remove_label": "Rimuovi “{name}”",
    "activity": "Attività recenti"
  }
};
