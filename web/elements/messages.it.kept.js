// Italian sentences of messages.en.kept.js.
export default {
  "passkeys": {
    "second_only": "Con questa chiave puoi confermare la tua identità dopo l’accesso, ma non accedere solo con essa.",
    "suspended_means": "Questa passkey è sospesa, quindi non puoi usarla per accedere. Chiedi il motivo all’assistenza.",
    "compromised_means": "Questa passkey è sospesa perché il suo modello è segnalato come compromesso. Configurane un’altra su un dispositivo diverso.",
    "marked_means": "Il modello di questa passkey è segnalato come compromesso. Configurane un’altra su un dispositivo diverso."
  },
  "kept": {
    "model": "Modello verificato",
    "maker": "Il produttore è verificato, il modello no.",
    "copy": "È conservata anche nelle tue impostazioni di accesso. Se la rimuovi qui, lì rimane.",
    "heading": "Solo nelle tue impostazioni di accesso",
    "lead": "Con queste accedi dove le hai configurate. Puoi rinominarle o rimuoverle nelle tue impostazioni di accesso.",
    "passkey": "Passkey",
    "domain": "Per",
    "added": "Aggiunta"
  }
};
