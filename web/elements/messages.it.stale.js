// Italian sentences of messages.en.stale.js.
export default {
  "stale": {
    "heading": "Effettua di nuovo l’accesso",
    "lead": "È passato un po’ di tempo dal tuo accesso. Accedi di nuovo a {app} e tornerai a questa pagina.",
    "sign_out": "Esci, accedi con il secondo fattore e torna qui.",
    "sign_out_action": "Esci e accedi di nuovo"
  }
};
