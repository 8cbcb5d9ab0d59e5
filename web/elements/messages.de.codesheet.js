// The sentences of messages.en.codesheet.js in German.
export default {
  "recovery-codes": {
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
