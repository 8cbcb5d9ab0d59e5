// German sentences of messages.en.stale.js.
export default {
  "stale": {
    "heading": "Bitte melden Sie sich erneut an",
    "lead": "Ihre Anmeldung liegt schon länger zurück. Melden Sie sich erneut bei {app} an. Danach kehren Sie zu dieser Seite zurück.",
    "sign_out": "Melden Sie sich ab und mit Ihrem zweiten Faktor wieder an. Kehren Sie dann zu dieser Seite zurück.",
    "sign_out_action": "Abmelden und neu anmelden"
  }
};
