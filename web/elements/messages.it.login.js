// Italian sentences of messages.en.login.js.
export default {
  "login": {
    "heading": "Accedi a {app}",
    "lead": "Usa l’impronta, il volto, il blocco schermo o una chiave di sicurezza.",
    "identifier": "Email o nome utente (facoltativo)",
    "identifier_hint": "Compila questo campo solo se la tua chiave di sicurezza non memorizza l’account.",
    "action": "Accedi con una passkey",
    "other_domain": "Usa una passkey di {domain}",
    "another_device": "Usa un telefono o una chiave di sicurezza",
    "other": "Accedi in un altro modo",
    "cancelled": "Non hai ancora effettuato l’accesso. Riprova quando vuoi.",
    "going": "Accesso effettuato. Reindirizzamento…",
    "done_heading": "Hai effettuato l’accesso",
    "accepted_heading": "La tua passkey è stata accettata",
    "done_lead": "Hai usato la passkey “{name}”.",
    "account": "ID account",
    "over_heading": "Questo accesso non può proseguire qui.",
    "over_lead": "Appartiene a un altro browser o è troppo vecchio. Accedi dall’inizio.",
    "over_action": "Accedi di nuovo"
  }
};
