// German sentences of messages.en.codesheet.js.
export default {
  "recovery-codes": {
    "making": "Ihre Codes werden erstellt. Wenn Ihr Gerät danach fragt, bestätigen Sie mit einem Passkey.",
    "confirm_heading": "Neue Wiederher\u00adstellungs\u00adcodes erstellen?",
    "confirm_lead": "Alle bisherigen Codes werden sofort ungültig, auch ausgedruckte.",
    "keep": "Bisherige behalten",
    "new_heading": "Ihre neuen Wiederher\u00adstellungs\u00adcodes",
    "new_lead": "Sie werden nur dieses eine Mal angezeigt. Bewahren Sie sie so auf, dass Sie auch ohne dieses Gerät darauf zugreifen können: auf Papier oder in Ihrem Passwortmanager.",
    "list": "Wiederherstellungscodes",
    "copy": "Kopieren",
    "copied": "Codes kopiert. Fügen Sie sie an einem sicheren Ort ein.",
    "not_copied": "Kopieren fehlgeschlagen. Die Codes sind markiert: Kopieren Sie sie mit der Tastatur.",
    "download": "Herunterladen",
    "downloaded": "Die Codes wurden in Ihren Downloads gespeichert.",
    "print": "Drucken",
    "kept": "Ich habe sie gespeichert",
    "done": "Ihre Wiederherstellungscodes sind bereit.",
    "file_name": "{app}-Wiederherstellungscodes.txt",
    "file_title": "Wiederherstellungscodes für {app}",
    "file_date": "Erstellt am {date}.",
    "file_use": "Wenn Sie Ihren Passkey verlieren, melden Sie sich wie gewohnt bei {app} an, wählen Sie „Wiederherstellungscode verwenden“ und geben Sie einen dieser Codes ein. Jeder Code gilt nur einmal. Neue Codes machen diese ungültig."
  },
  "errors": {
    "conflict": {
      "what": "Gerade eben wurden Codes erstellt, vielleicht von Ihnen in einem anderen Tab, oder etwas anderes hat Ihr Konto geändert.",
      "next": "Wenn Sie diese Codes aufbewahrt haben, verwenden Sie sie. Sonst warten Sie zehn Sekunden, laden Sie die Seite neu und versuchen Sie es erneut."
    }
  }
};
