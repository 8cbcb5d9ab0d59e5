// German sentences of messages.en.otherways.js.
export default {
  "otherways": {
    "codes": {
      "one": "Sie haben noch {left} Wiederherstellungscode. Er bestätigt Ihre Identität, und Sie können einen neuen Passkey einrichten.",
      "other": "Sie haben noch {left} Wiederherstellungscodes. Einer davon bestätigt Ihre Identität, und Sie können einen neuen Passkey einrichten."
    },
    "no_codes": "Sie haben keine Wiederherstellungscodes.",
    "kratos": "Sie können Ihre Identität auch auf anderem Weg bestätigen.",
    "code": "Wiederherstellungscode verwenden",
    "kratos_action": "Auf anderem Weg bestätigen",
    "enrol": "Ihr Wiederherstellungscode wurde akzeptiert. Sie können jetzt einen neuen Passkey einrichten.",
    "enrol_action": "Neuen Passkey einrichten",
    "gate": "Wenn Sie Wiederherstellungscodes haben, schließt einer davon diese Anmeldung ab, und Sie können einen neuen Passkey einrichten.",
    "login": "Melden Sie sich zuerst auf anderem Weg an, zum Beispiel mit Ihrem Passwort. Danach können Sie mit einem Wiederherstellungscode einen neuen Passkey einrichten.",
    "help": "Das Team von {app} kann Ihre Identität prüfen und Ihnen helfen, einen neuen Passkey einzurichten.",
    "help_page": "Um Hilfe bitten",
    "help_neutral": "Wenden Sie sich an den Support von {app} oder an die Person, die Ihr Konto verwaltet. Dort kann man Ihre Identität prüfen und Ihnen helfen, einen neuen Passkey einzurichten."
  }
};
