// Italian sentences of messages.en.localpasskey.js.
export default {
  "localpasskey": {
    "heading": "Creare una passkey su questo dispositivo?",
    "lead": "Hai effettuato l’accesso con il telefono o con un altro dispositivo. Con una passkey su questo dispositivo, la prossima volta non ti servirà l’altro. Fallo solo su un dispositivo tuo.",
    "action": "Crea una passkey",
    "later": "Non ora",
    "cancelled": "Non è stata creata nessuna passkey. Hai effettuato l’accesso.",
    "done": "La tua passkey su questo dispositivo è pronta."
  }
};
