// German sentences of messages.en.recovery-codes.js.
export default {
  "recovery-codes": {
    "heading": "Wiederher\u00adstellungs\u00adcodes",
    "lead": "Jeder Code ersetzt einmalig einen verlorenen Passkey: Sie melden sich wie gewohnt an, geben den Code ein und richten einen neuen Passkey ein.",
    "none_lead": "Wiederherstellungscodes helfen, wenn Sie Ihr Gerät verlieren: Sie melden sich wie gewohnt an, geben einen Code ein und richten einen neuen Passkey ein. Noch haben Sie keine.",
    "ended_lead": "Ihre Wiederherstellungscodes sind ungültig, weil Sie den Passkey oder Faktor entfernt haben, mit dem sie erstellt wurden. Erstellen Sie neue, damit Sie nicht ausgesperrt sind, wenn Sie Ihr Gerät verlieren.",
    "too_early": "Wiederherstellungscodes ersetzen einen verlorenen Passkey. Richten Sie zuerst einen ein, dann erstellen Sie hier Ihre Codes.",
    "setup": "Passkey einrichten",
    "retry": "Neu laden",
    "make": "Codes erstellen",
    "renew": "Neue Codes erstellen",
    "left": {
      "one": "Noch {left} Code übrig.",
      "other": "Noch {left} Codes übrig."
    },
    "made": "Erstellt am",
    "low": "Ihre Codes gehen zur Neige. Erstellen Sie neue, bevor Sie sie brauchen.",
    "used_up": "Alle Ihre Codes sind verbraucht. Erstellen Sie neue, damit Sie nicht ausgesperrt sind, wenn Sie Ihr Gerät verlieren."
  }
};
