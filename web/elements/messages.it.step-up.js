// Italian sentences of messages.en.step-up.js.
export default {
  "step-up": {
    "heading": "Conferma che sei tu",
    "lead": "Per continuare ti serve la passkey.",
    "action": "Conferma con la passkey",
    "none_heading": "Non hai ancora una passkey",
    "none_lead": "Prima configurane una. Poi potrai usarla per confermare che sei tu.",
    "none_action": "Configura una passkey",
    "gate_lead": "La password è corretta. Usa la passkey per completare l’accesso.",
    "barred_heading": "Al momento la tua passkey non può essere usata",
    "barred_lead": "Potrebbe essere sospesa. Ecco cosa puoi fare:",
    "none_kratos_lead": "Conferma che sei tu con il secondo fattore. Poi potrai anche configurare una passkey.",
    "kratos": "Usa il secondo fattore",
    "other_heading": "Conferma in un altro modo che sei tu",
    "other_lead": "Nessuna delle tue passkey può confermare qui che sei tu. Ecco cosa puoi fare:",
    "fresh_heading": "Hai già confermato",
    "fresh_lead": "Qui non c’è altro da fare. Puoi continuare da dove avevi interrotto.",
    "fresh_alone_lead": "Qui non c’è altro da fare. Puoi chiudere questa pagina.",
    "again": "Conferma di nuovo",
    "cancelled": "Non è stato confermato nulla. Riprova quando vuoi.",
    "over_heading": "Effettua di nuovo l’accesso dall’inizio",
    "over_lead": "Questo accesso è scaduto: hai cinque minuti per usare la passkey.",
    "over_action": "Accedi di nuovo"
  }
};
