// The sentences of messages.en.recovery-codes.js in German.
export default {
  "recovery-codes": {
    "heading": "Wiederherstellungscodes",
    "lead": "Jeder Code gilt einmal, anstelle eines verlorenen Passkeys: Sie melden sich wie gewohnt an, geben den Code ein und richten einen neuen Passkey ein.",
    "none_lead": "Wiederherstellungscodes helfen, wenn Sie Ihr Gerät verlieren: Sie melden sich wie gewohnt an, geben einen Code ein und richten einen neuen Passkey ein. Noch haben Sie keine.",
    "make": "Codes erstellen",
    "renew": "Neue Codes erstellen",
    "making": "Ihre Codes werden erstellt. Wenn Ihr Gerät fragt, bestätigen Sie mit einem Passkey.",
    "left": "Übrige Codes: {left}.",
    "made": "Erstellt am",
    "low": "Ihre Codes gehen zur Neige. Erstellen Sie neue, bevor Sie sie brauchen.",
    "used_up": "Alle Ihre Codes sind verbraucht. Erstellen Sie neue, damit Sie sich nicht aussperren, wenn Sie Ihr Gerät verlieren.",
    "confirm_heading": "Neue Wiederherstellungscodes erstellen?",
    "confirm_lead": "Alle Codes, die Sie jetzt haben, gelten dann sofort nicht mehr, auch die auf Papier.",
    "keep": "Alte behalten",
    "new_heading": "Ihre neuen Wiederherstellungscodes",
    "new_lead": "Sie werden nur dieses eine Mal gezeigt. Bewahren Sie sie dort auf, wo Sie ohne dieses Gerät herankommen: auf Papier oder in Ihrem Passwortmanager.",
    "list": "Wiederherstellungscodes",
    "copy": "Kopieren",
    "copied": "Die Codes sind kopiert. Fügen Sie sie an einem sicheren Ort ein.",
    "not_copied": "Das Kopieren hat nicht geklappt. Die Codes sind markiert: Kopieren Sie sie mit der Tastatur.",
    "download": "Herunterladen",
    "downloaded": "Die Codes liegen als Datei bei Ihren Downloads.",
    "print": "Drucken",
    "kept": "Ich habe sie aufbewahrt",
    "done": "Ihre Wiederherstellungscodes sind bereit.",
    "file_name": "{app}-Wiederherstellungscodes.txt",
    "file_title": "Wiederherstellungscodes für {app}",
    "file_date": "Erstellt am {date}.",
    "file_use": "Wenn Sie Ihren Passkey verlieren, melden Sie sich wie gewohnt bei {app} an, wählen „Wiederherstellungscode verwenden“ und geben einen dieser Codes ein. Jeder gilt einmal. Neuere Codes ersetzen alle diese."
  }
};
