// The sentences of messages.en.recover.js in German.
export default {
  "recover": {
    "heading": "Wiederherstellungscode verwenden",
    "lead": "Haben Sie das Gerät mit Ihrem Passkey verloren? Einer Ihrer Wiederherstellungscodes hilft.",
    "means_session": "Er bestätigt, dass Sie es sind, nur in dieser Sitzung.",
    "means_passkey": "Damit können Sie innerhalb von 15 Minuten einen neuen Passkey einrichten.",
    "means_login": "Er bestätigt diese Anmeldung, und Sie können danach innerhalb von 15 Minuten einen neuen Passkey einrichten.",
    "means_once": "Er gilt einmal. Streichen Sie ihn von Ihrer Liste.",
    "code": "Wiederherstellungscode",
    "hint": "Groß oder klein, mit oder ohne Striche: Alles ist recht.",
    "action": "Code verwenden",
    "empty": "Geben Sie zuerst einen Ihrer Wiederherstellungscodes ein.",
    "malformed": "Das kann keiner Ihrer Codes sein: Ein Code hat zwölf Buchstaben und Ziffern. Vergleichen Sie ihn mit Ihrer Liste; als Versuch zählt das nicht.",
    "checking": "Ihr Code wird geprüft …",
    "going": "Code angenommen. Sie werden weitergeleitet …",
    "done_heading": "Ihr Code wurde angenommen",
    "done_lead": "Richten Sie jetzt einen neuen Passkey ein. Sie haben 15 Minuten, danach brauchen Sie einen weiteren Code.",
    "left": "Übrige Codes: {left}.",
    "low": "Erstellen Sie neue, sobald Sie wieder einen Passkey haben.",
    "setup": "Neuen Passkey einrichten",
    "locked_heading": "Zu viele falsche Codes",
    "locked_lead": "Die Wiederherstellungscodes sind gesperrt, damit niemand sie erraten kann. Versuchen Sie es nach {time} noch einmal.",
    "locked_passkeys": "Ihre Passkeys funktionieren weiter.",
    "again": "Anderen Code eingeben",
    "signed_out_heading": "Melden Sie sich zuerst an",
    "signed_out_lead": "Ein Wiederherstellungscode ersetzt Ihren Passkey, nicht Ihr Passwort. Melden Sie sich bei {app} mit Ihrem Passwort an, oder anders, wenn das angeboten wird; dann kommen Sie auf diese Seite zurück.",
    "help_heading": "Keine Codes zur Hand?",
    "help_lead": "Wer {app} betreibt, kann prüfen, ob Sie es sind, und Ihnen einen Code geben, der eine Stunde lang gilt.",
    "help_page": "Um Hilfe bitten",
    "help_neutral": "Wenden Sie sich an den Support von {app} oder an die Person, von der Sie Ihr Konto haben: Dort kann man prüfen, ob Sie es sind, und Ihnen einen Code geben, der eine Stunde lang gilt."
  },
  "errors": {
    "recovery_code_rejected": {
      "what": "Dieser Wiederherstellungscode wurde nicht angenommen.",
      "next": "Vergleichen Sie ihn mit Ihrer Liste und versuchen Sie es noch einmal. Jeder Code gilt einmal, und nach fünf falschen müssen Sie 15 Minuten warten."
    },
    "locked": {
      "what": "Es gab zu viele falsche Versuche.",
      "next": "Warten Sie eine Viertelstunde und versuchen Sie es dann noch einmal."
    }
  }
};
