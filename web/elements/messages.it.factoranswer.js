// Italian sentences of messages.en.factoranswer.js.
export default {
  "factors": {
    "confirming": "Il dispositivo potrebbe prima chiedere una passkey per verificare che sei tu.",
    "confirmed": "Grazie. Da ora vale come tuo.",
    "confirm": {
      "totp": "Rimuovere l’app di autenticazione?",
      "lookup_secret": "Rimuovere i codici di backup?",
      "webauthn": "Rimuovere la chiave di sicurezza?",
      "passkey": "Rimuovere la passkey dalle impostazioni di accesso?",
      "code": "Disattivare i codici via email o SMS?",
      "password": "Segnalare che la password non è tua?",
      "oidc": "Segnalare che il collegamento a un altro servizio di accesso non è tuo?",
      "address": "Segnalare che l’indirizzo email o il numero di telefono non è tuo?",
      "other": "Rimuovere questo secondo fattore?"
    },
    "confirm_means": "Viene rimosso dal tuo account e non può più servire a confermare che sei tu.",
    "confirm_means_first": "Non vale più insieme a una chiave di sicurezza senza PIN. Finché non lo cambi nelle impostazioni di accesso, permette ancora di accedere.",
    "confirm_sessions": "Tutti gli altri dispositivi e browser vengono disconnessi dal tuo account.",
    "confirm_password": "Poi cambia la password: chi l’ha aggiunto la conosceva.",
    "confirm_password_first": "Poi cambialo lì. Se hai perso una chiave di sicurezza, rimuovi qui la sua passkey.",
    "confirm_action": "Rimuovi",
    "confirm_action_first": "Non è mio",
    "cancel": "Annulla",
    "removed": "È stato rimosso e tutti tranne te sono stati disconnessi. Cambia subito la password: chi l’ha aggiunto la conosceva.",
    "removed_pending": "È stato rimosso. Tutti tranne te verranno disconnessi appena il server di accesso risponde. Cambia subito la password: chi l’ha aggiunto la conosceva.",
    "kept_now_pending": "Non è stato possibile rimuoverlo automaticamente. Qui non vale più e l’assistenza è stata avvisata. Tutti tranne te verranno disconnessi appena il server di accesso risponde. Cambia subito la password.",
    "kept_now": "Non è stato possibile rimuoverlo automaticamente. Qui non vale più e l’assistenza è stata avvisata. Tutti tranne te sono stati disconnessi. Cambia subito la password.",
    "kept_now_first": "Tutti tranne te sono stati disconnessi e l’assistenza è stata avvisata. Cambialo subito nelle impostazioni di accesso: fino ad allora permette ancora di accedere. Se hai perso una chiave di sicurezza, rimuovi qui la sua passkey.",
    "kept_now_first_pending": "Tutti tranne te verranno disconnessi appena il server di accesso risponde, e l’assistenza è stata avvisata. Cambialo subito nelle impostazioni di accesso: fino ad allora permette ancora di accedere. Se hai perso una chiave di sicurezza, rimuovi qui la sua passkey.",
    "missing": "Era già stato rimosso. Ora la pagina è aggiornata.",
    "kept": {
      "totp": "Il tuo account ha un’app di autenticazione che non è tua",
      "lookup_secret": "Il tuo account ha codici di backup che non sono tuoi",
      "webauthn": "Il tuo account ha una chiave di sicurezza che non è tua",
      "passkey": "Nelle tue impostazioni di accesso c’è una passkey che non è tua",
      "code": "I codici vengono inviati a un indirizzo che non è tuo",
      "password": "Il tuo account ha una password che non è tua",
      "oidc": "Il tuo account è collegato a un servizio di accesso che non è tuo",
      "address": "Il tuo account ha un indirizzo email o un numero di telefono che non è tuo",
      "other": "Il tuo account ha un secondo fattore che non è tuo"
    },
    "kept_means": "Non è stato possibile rimuoverlo automaticamente. Qui non vale e l’assistenza è stata avvisata.",
    "kept_means_first": "Finché non lo cambi nelle impostazioni di accesso, permette ancora di accedere. Non vale insieme a una chiave di sicurezza senza PIN. L’assistenza è stata avvisata."
  }
};
