// Italian sentences of messages.en.kept.js.
export default {
  "kept": {
    "copy": "È conservata anche nelle tue impostazioni di accesso. Se la rimuovi qui, lì rimane.",
    "heading": "Solo nelle tue impostazioni di accesso",
    "lead": "Con queste accedi dove le hai configurate. Puoi rinominarle o rimuoverle nelle tue impostazioni di accesso.",
    "passkey": "Passkey",
    "domain": "Per",
    "added": "Aggiunta"
  }
};
