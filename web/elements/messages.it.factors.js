// Italian sentences of messages.en.factors.js.
export default {
  "factors": {
    "question": {
      "totp": "Il {date} è stata aggiunta un’app di autenticazione. È tua?",
      "lookup_secret": "Il {date} sono stati creati dei codici di backup. Sono tuoi?",
      "webauthn": "Il {date} è stata aggiunta una chiave di sicurezza. È tua?",
      "passkey": "Il {date} è stata aggiunta una passkey alle tue impostazioni di accesso. È tua?",
      "code": "Il {date} sono stati attivati i codici via email o SMS. L’indirizzo è tuo?",
      "password": "Dal {date} il tuo account ha una nuova password. È tua?",
      "oidc": "Dal {date} il tuo account è collegato a un altro servizio di accesso. Il collegamento è tuo?",
      "address": "Dal {date} il tuo account ha un nuovo indirizzo email o numero di telefono. È tuo?",
      "other": "Il {date} è stato aggiunto un altro secondo fattore. È tuo?"
    },
    "means": "Chiunque conosca la tua password può aggiungerlo. Finché non confermi che è tuo, non vale come secondo fattore.",
    "means_first": "Potrebbe averlo cambiato qualcuno che ha trovato la tua chiave di sicurezza. Finché non confermi che è tuo, non vale insieme a una chiave di sicurezza senza PIN.",
    "yes": "Sì, è mio",
    "no": "No, rimuovi",
    "no_first": "No, non è mio"
  }
};
