// Italian sentences of messages.en.passkeychange.js.
export default {
  "passkeys": {
    "another": "Usa invece un telefono o una chiave di sicurezza",
    "adding": "Il dispositivo potrebbe chiedere due volte: prima una passkey che hai già, poi di creare quella nuova.",
    "added": "“{name}” è stata aggiunta.",
    "removed": "“{name}” è stata rimossa.",
    "removed_pending": "“{name}” è stata rimossa. I dispositivi che l’hanno usata per accedere verranno disconnessi appena il server di accesso risponde.",
    "removed_codes": "I tuoi codici di recupero erano stati creati con essa e non funzionano più. Creane di nuovi.",
    "removed_codes_last": "I tuoi codici di recupero erano stati creati con essa e non funzionano più.",
    "removed_keys": "Le chiavi di amministrazione create con essa funzionano ancora: {keys}. Revoca nella console di amministrazione quelle che non ti servono più.",
    "confirm_heading": "Rimuovere “{name}”?",
    "confirm_synced": "Non potrai più usarla per accedere da nessuno dei dispositivi su cui è sincronizzata. L’operazione è irreversibile.",
    "confirm_device": "Non potrai più usarla per accedere. L’operazione è irreversibile.",
    "confirm_second": "Non potrai più usarla per confermare che sei tu. Continuerai ad accedere come prima. L’operazione è irreversibile.",
    "confirm_last": "È l’unica passkey con cui puoi accedere. Dopo, accederai con la password o con un altro metodo offerto da {app}.",
    "confirm_others": {
      "one": "Puoi ancora accedere con {count} altra passkey.",
      "other": "Puoi ancora accedere con altre {count} passkey."
    },
    "confirm_codes": {
      "one": "Il codice di recupero che ti resta ({left}) da solo non permette di accedere.",
      "other": "I {left} codici di recupero che ti restano da soli non permettono di accedere."
    },
    "confirm_ends_codes": "I tuoi codici di recupero sono stati creati con essa e smettono di funzionare. Dopo, creane di nuovi.",
    "confirm_ends_codes_last": "I tuoi codici di recupero sono stati creati con essa e smettono di funzionare.",
    "confirm_copy": "Il dispositivo o il gestore di password potrebbe conservarne una copia. Non funziona più e puoi eliminarla da lì.",
    "confirm_action": "Rimuovi la passkey",
    "keep": "Mantieni la passkey",
    "gone_heading": "Hai rimosso la tua ultima passkey, “{name}”",
    "gone_lead": "Da ora accedi con la password o con un altro metodo offerto da {app}. Puoi configurare una nuova passkey in qualsiasi momento.",
    "gone_codes": {
      "one": "Hai ancora {left} codice di recupero, ma da solo non permette di accedere.",
      "other": "Hai ancora {left} codici di recupero, ma da soli non permettono di accedere."
    },
    "removing": "Rimozione della passkey in corso. Il dispositivo chiede prima una passkey per verificare che sei tu.",
    "new_name": "Nuovo nome",
    "save": "Salva",
    "cancel": "Annulla",
    "renamed": "Ora la passkey si chiama “{name}”.",
    "missing": "“{name}” era già stata rimossa, in un’altra finestra o dall’assistenza. Ora l’elenco è aggiornato."
  }
};
