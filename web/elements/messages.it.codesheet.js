// Italian sentences of messages.en.codesheet.js.
export default {
  "recovery-codes": {
    "making": "Creazione dei codici in corso. Se il dispositivo lo chiede, conferma con una passkey.",
    "confirm_heading": "Creare nuovi codici di recupero?",
    "confirm_lead": "Tutti i codici attuali smettono subito di funzionare, anche quelli che hai stampato.",
    "keep": "Mantieni i miei codici",
    "new_heading": "I tuoi nuovi codici di recupero",
    "new_lead": "Vengono mostrati una sola volta. Conservali dove puoi trovarli anche senza questo dispositivo: su carta o nel tuo gestore di password.",
    "list": "Codici di recupero",
    "copy": "Copia",
    "copied": "Codici copiati. Incollali in un posto sicuro.",
    "not_copied": "Impossibile copiare. I codici sono selezionati: copiali con la tastiera.",
    "download": "Scarica",
    "downloaded": "I codici sono stati salvati nei download.",
    "print": "Stampa",
    "kept": "Li ho salvati",
    "done": "I tuoi codici di recupero sono pronti.",
    "file_name": "{app}-codici-di-recupero.txt",
    "file_title": "Codici di recupero per {app}",
    "file_date": "Creati il {date}.",
    "file_use": "Se perdi la passkey, accedi a {app} come al solito, scegli “Usa un codice di recupero” e inserisci uno di questi. Ogni codice funziona una volta sola. Se crei nuovi codici, questi non saranno più validi."
  },
  "errors": {
    "conflict": {
      "what": "Poco fa sono stati creati dei codici, forse da te in un’altra scheda, oppure qualcos’altro ha modificato il tuo account.",
      "next": "Se hai conservato quei codici, usali. Altrimenti attendi dieci secondi, ricarica la pagina e riprova."
    }
  }
};
