// Italian sentences of messages.en.lostpasskey.js.
export default {
  "replace": {
    "question": "Quale hai perso?",
    "created": "Configurata il",
    "last_used": "Usata l’ultima volta il",
    "means": "La rimozione è irreversibile. Il dispositivo chiede prima la tua nuova passkey.",
    "means_codes": "I codici di recupero creati con una passkey smettono di funzionare quando viene rimossa.",
    "choose": "Prima scegli la passkey che hai perso.",
    "removing": "Prima usa la tua nuova passkey. Poi quella persa verrà rimossa.",
    "remove_later": "Puoi rimuovere una passkey persa anche in seguito, nell’elenco:",
    "done_heading": "È tutto pronto",
    "done_lead": "Rimosse: {names}. Da ora accedi con la tua nuova passkey.",
    "done_none": "Da ora puoi accedere con la tua nuova passkey.",
    "passkeys": "Le tue passkey"
  }
};
