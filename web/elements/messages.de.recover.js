// German sentences of messages.en.recover.js.
export default {
  "recover": {
    "heading": "Wiederher\u00adstellungs\u00adcode verwenden",
    "lead": "Haben Sie das Gerät mit Ihrem Passkey verloren? Verwenden Sie einen Ihrer Wiederherstellungscodes.",
    "means_session": "Der Code bestätigt Ihre Identität nur für diese Sitzung.",
    "means_passkey": "Damit können Sie innerhalb von 15\u00a0Minuten einen neuen Passkey einrichten.",
    "means_login": "Der Code bestätigt diese Anmeldung. Danach können Sie innerhalb von 15\u00a0Minuten einen neuen Passkey einrichten.",
    "means_once": "Er gilt nur einmal. Streichen Sie ihn auf Ihrer Liste durch.",
    "code": "Wiederherstellungscode",
    "hint": "Groß- oder Kleinbuchstaben, mit oder ohne Bindestriche.",
    "action": "Code verwenden",
    "empty": "Geben Sie zuerst einen Ihrer Wiederherstellungscodes ein.",
    "malformed": "Das ist kein Wiederherstellungscode: Ein Code besteht aus zwölf Buchstaben und Ziffern. Vergleichen Sie ihn mit Ihrer Liste. Das zählt nicht als Versuch.",
    "checking": "Ihr Code wird geprüft …",
    "going": "Code akzeptiert. Sie werden weitergeleitet …",
    "done_heading": "Ihr Code wurde akzeptiert",
    "done_lead": "Richten Sie jetzt einen neuen Passkey ein. Den verlorenen brauchen Sie dafür nicht. Sie haben 15 Minuten Zeit, danach brauchen Sie einen weiteren Code.",
    "left": {
      "one": "Noch {left} Code übrig.",
      "other": "Noch {left} Codes übrig."
    },
    "low": "Erstellen Sie neue, sobald Sie wieder einen Passkey haben.",
    "locked_heading": "Zu viele falsche Codes",
    "locked_lead": "Die Wiederher\u00adstellungs\u00adcodes sind gesperrt, damit niemand sie erraten kann. Versuchen Sie es nach {time} erneut.",
    "locked_passkeys": "Ihre Passkeys funktionieren weiterhin.",
    "again": "Anderen Code eingeben",
    "signed_out_heading": "Bitte melden Sie sich zuerst an",
    "signed_out_lead": "Ein Wiederherstellungscode ersetzt Ihren Passkey, nicht Ihr Passwort. Melden Sie sich bei {app} mit Ihrem Passwort oder auf einem anderen angebotenen Weg an. Danach kehren Sie zu dieser Seite zurück.",
    "help_heading": "Keine Codes zur Hand?",
    "help_lead": "Das Team von {app} kann Ihre Identität prüfen und Ihnen einen Code ausstellen, der eine Stunde lang gültig ist.",
    "help_page": "Um Hilfe bitten",
    "help_neutral": "Wenden Sie sich an den Support von {app} oder an die Person, die Ihr Konto verwaltet. Dort kann man Ihre Identität prüfen und Ihnen einen Code ausstellen, der eine Stunde lang gültig ist."
  },
  "errors": {
    "recovery_code_rejected": {
      "what": "Dieser Wiederherstellungs\u00adcode wurde nicht akzeptiert.",
      "next": "Vergleichen Sie ihn mit Ihrer Liste und versuchen Sie es erneut. Jeder Code gilt nur einmal. Nach fünf falschen Codes müssen Sie 15 Minuten warten."
    },
    "locked": {
      "what": "Zu viele falsche Codes.",
      "next": "Warten Sie 15 Minuten und versuchen Sie es dann erneut."
    }
  }
};
