// German sentences of messages.en.diagnose.js.
export default {
  "diagnose": {
    "heading": "Diesen Browser prüfen",
    "all_good": "Nichts steht Passkeys hier im Weg. Es wurde nichts geändert.",
    "some_bad": "Hier braucht etwas Ihre Aufmerksamkeit. Es wurde nichts geändert.",
    "good": "In Ordnung",
    "note": "Hinweis",
    "bad": "Problem",
    "unknown": "Konnte nicht geprüft werden: {checks}.",
    "again": "Erneut prüfen",
    "text_heading": "Text für den Support",
    "text_lead": "Wenn Sie den Support um Hilfe bitten, schicken Sie diesen Text mit. Er enthält kein Passwort, kein Cookie und kein Token.",
    "copy": "Text kopieren",
    "copied": "Text kopiert.",
    "not_copied": "Kopieren fehlgeschlagen. Der Text ist markiert: Kopieren Sie ihn mit der Tastatur.",
    "by_phone": "Lesen Sie am Telefon diesen Code vor: {code}",
    "help_page": "Um Hilfe bitten",
    "secure": {
      "ok": "Diese Seite hat eine sichere Verbindung.",
      "insecure": "Diese Seite wurde ohne sichere Verbindung geöffnet. Öffnen Sie sie erneut mit https:// am Anfang der Adresse."
    },
    "passkeys": {
      "ok": "Dieser Browser unterstützt Passkeys.",
      "missing": "Dieser Browser kann auf dieser Seite keine Passkeys verwenden. Aktualisieren Sie ihn oder nehmen Sie einen anderen Browser."
    },
    "authenticator": {
      "ok": "Dieses Gerät kann bestätigen, dass Sie es sind: mit Displaysperre, Fingerabdruck oder Gesicht.",
      "none": "Dieses Gerät kann nicht bestätigen, dass Sie es sind. Richten Sie eine Displaysperre ein oder verwenden Sie Ihr Smartphone oder einen Sicherheitsschlüssel."
    },
    "autofill": {
      "ok": "Dieser Browser kann Passkeys im Anmeldefeld anbieten.",
      "none": "Dieser Browser bietet Passkeys nicht im Anmeldefeld an. Verwenden Sie die Schaltfläche für Passkeys."
    },
    "extension": {
      "ok": "Keine Erweiterung hat ersetzt, wie dieser Browser mit Passkeys umgeht.",
      "replaced": "Eine Erweiterung, etwa ein Passwortmanager, verwaltet Passkeys in diesem Browser. Wenn Abfragen fehlschlagen, entsperren Sie sie oder schalten Sie sie aus.",
      "broken": "Etwas hindert diese Seite daran, Passkeys zu verwenden, vermutlich eine Erweiterung. Schalten Sie Erweiterungen aus oder nehmen Sie einen anderen Browser."
    },
    "private": {
      "ok": "Nichts deutet auf ein privates Fenster hin.",
      "likely": "Dies ist vielleicht ein privates Fenster. Es vergisst bald, dass Sie angemeldet sind. Wenn etwas fehlt, nehmen Sie ein normales Fenster."
    },
    "clock": {
      "ok": "Die Uhr Ihres Geräts geht richtig.",
      "ahead": "Die Uhr Ihres Geräts geht {time} vor. Codes einer Authenticator-App gelten auf 30 Sekunden genau: Lassen Sie die Uhr in den Einstellungen des Geräts automatisch stellen.",
      "behind": "Die Uhr Ihres Geräts geht {time} nach. Codes einer Authenticator-App gelten auf 30 Sekunden genau: Lassen Sie die Uhr in den Einstellungen des Geräts automatisch stellen."
    },
    "kratos_clock": {
      "ok": "Die Uhren auf unserer Seite stimmen überein.",
      "apart": "Die Uhren auf unserer Seite weichen {time} voneinander ab. Das können Sie nicht ändern: Sagen Sie dem Support Bescheid."
    },
    "cookie": {
      "ok": "Das Anmelde-Cookie erreicht {app}.",
      "none": "Kein Anmelde-Cookie erreicht {app}. Wenn Sie sich angemeldet haben, erlauben Sie im Browser Cookies für diese Website.",
      "blocked": "Dieser Browser blockiert Cookies. Erlauben Sie sie für diese Website."
    },
    "session": {
      "ok": "Sie sind angemeldet.",
      "none": "Sie sind nicht angemeldet.",
      "ended": "Ihre Sitzung ist abgelaufen. Melden Sie sich erneut an.",
      "partial": "Sie sind angemeldet und brauchen noch Ihren zweiten Faktor.",
      "conflict": "Ihr Browser ist bei zwei verschiedenen Konten zugleich angemeldet. Löschen Sie im Browser die Cookies dieser Website und melden Sie sich dann erneut an.",
      "failed": "Die Anmeldung konnte bei uns nicht geprüft werden. Versuchen Sie es in einer Minute erneut oder wenden Sie sich an den Support."
    },
    "origin": {
      "ok": "An der Adresse dieser Seite funktionieren Passkeys.",
      "unlisted": "Diese Seite hat eine Adresse, die nicht erlaubt ist. Öffnen Sie {app} unter der üblichen Adresse. Wenn Sie schon dort sind, wenden Sie sich an den Support.",
      "no_passkeys": "An der Adresse dieser Seite funktionieren Passkeys nicht. Öffnen Sie {app} unter der üblichen Adresse. Wenn Sie schon dort sind, wenden Sie sich an den Support.",
      "proxy": "Ein Server auf dem Weg ändert die Adresse dieser Seite. Das können Sie nicht ändern: Sagen Sie dem Support Bescheid.",
      "unreached": "{app} war nicht zu erreichen. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut."
    }
  }
};
