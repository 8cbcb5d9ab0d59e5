// German sentences of messages.en.step-up.js.
export default {
  "step-up": {
    "heading": "Bestätigen Sie Ihre Identität",
    "lead": "Dafür brauchen Sie Ihren Passkey.",
    "action": "Mit Passkey bestätigen",
    "none_heading": "Sie haben noch keinen Passkey",
    "none_lead": "Richten Sie zuerst einen ein. Danach können Sie damit Ihre Identität bestätigen.",
    "none_action": "Passkey einrichten",
    "gate_lead": "Ihr Passwort ist richtig. Schließen Sie die Anmeldung mit Ihrem Passkey ab.",
    "barred_heading": "Ihr Passkey kann im Moment nicht verwendet werden",
    "barred_lead": "Möglicherweise ist er gesperrt. Das können Sie tun:",
    "none_kratos_lead": "Bestätigen Sie Ihre Identität mit Ihrem zweiten Faktor. Danach können Sie auch einen Passkey einrichten.",
    "kratos": "Zweiten Faktor verwenden",
    "other_heading": "Bestätigen Sie Ihre Identität auf anderem Weg",
    "other_lead": "Mit keinem Ihrer Passkeys können Sie hier Ihre Identität bestätigen. Das können Sie tun:",
    "fresh_heading": "Bereits bestätigt",
    "fresh_lead": "Hier ist nichts mehr zu tun. Sie können weitermachen.",
    "fresh_alone_lead": "Hier ist nichts mehr zu tun. Sie können diese Seite schließen.",
    "again": "Erneut bestätigen",
    "cancelled": "Es wurde nichts bestätigt. Sie können es jederzeit noch einmal versuchen.",
    "over_heading": "Bitte melden Sie sich erneut an",
    "over_lead": "Diese Anmeldung ist abgelaufen: Sie haben fünf Minuten Zeit, Ihren Passkey zu verwenden.",
    "over_action": "Erneut anmelden"
  }
};
