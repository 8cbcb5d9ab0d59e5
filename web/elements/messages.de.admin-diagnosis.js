// German sentences of messages.en.admin-diagnosis.js.
export default {
  "admin-diagnosis": {
    "heading": "Was eine Person geschickt hat",
    "lead": "Fügen Sie den Text von „Diesen Browser prüfen“ ein, die Details eines Fehlers oder den Code, den die Person vorliest. Nichts davon wird gespeichert.",
    "pasted": "Text oder Code",
    "read": "Auswerten",
    "nothing": "Darin steht nichts von einer Prüfung. Bitten Sie die Person um den Text von „Diesen Browser prüfen“.",
    "steps": "Nächste Schritte",
    "all_ok": "Der Browser hat alles, was Passkeys brauchen. Sehen Sie sich unten die Anfrage an.",
    "no_checks": "Der Text enthält keine Ergebnisse. Bitten Sie die Person, in den Details des Fehlers „Diesen Browser prüfen“ zu öffnen.",
    "person": "Person",
    "claimed": "Jeder kann so einen Text schreiben. Vergewissern Sie sich, dass diese Person ihn geschickt hat, bevor Sie etwas ändern.",
    "other_person": "Der Text nennt ein anderes Konto als das Audit-Log zu dieser Anfrage. Unternehmen Sie nichts, bevor Sie wissen, wer ihn geschickt hat.",
    "no_person": "Der Text nennt kein Konto: Die Person war nicht angemeldet.",
    "find": "Person suchen",
    "request": "Anfrage im Audit-Log",
    "no_request": "Der Text enthält keine Anfrage-ID.",
    "no_event": "Das Audit-Log hat kein Ereignis zur Anfrage {id}. Bitten Sie den Betreiber um die Zeile mit dieser ID in Latchkeys Log.",
    "says": "Was im Text steht",
    "secure": {
      "insecure": "Die Person soll die Adresse mit https:// öffnen. Wenn es dort kein Zertifikat gibt, sagen Sie dem Betreiber Bescheid."
    },
    "passkeys": {
      "missing": "Die Person soll den Browser aktualisieren oder einen anderen nehmen. Eine App, die die Seite in sich anzeigt, muss sie im Browser des Systems öffnen."
    },
    "authenticator": {
      "none": "Das Gerät hat keine Displaysperre. Ein Smartphone oder ein Sicherheitsschlüssel geht stattdessen."
    },
    "autofill": {
      "none": "Nur das Angebot im Anmeldefeld fehlt. Die Schaltfläche für Passkeys funktioniert."
    },
    "extension": {
      "replaced": "Ein Passwortmanager oder eine andere Erweiterung beantwortet die Abfragen. Die Person soll sie entsperren oder es einmal ohne sie versuchen.",
      "broken": "Eine Erweiterung verhindert Passkeys. Die Person soll Erweiterungen nacheinander ausschalten oder einen anderen Browser nehmen."
    },
    "private": {
      "likely": "Die Person soll ein normales Fenster nehmen: Ein privates hat weder die Sitzung noch, in manchen Browsern, die Passkeys."
    },
    "clock": {
      "ahead": "Codes einer Authenticator-App gelten auf 30 Sekunden genau. Die Person soll Datum und Uhrzeit automatisch stellen lassen.",
      "behind": "Codes einer Authenticator-App gelten auf 30 Sekunden genau. Die Person soll Datum und Uhrzeit automatisch stellen lassen."
    },
    "kratos_clock": {
      "apart": "Die Uhren von Latchkey und Kratos gehen auseinander. Im Browser lässt sich das nicht beheben. Sagen Sie dem Betreiber Bescheid: siehe Clocks in docs/operations.md."
    },
    "cookie": {
      "none": "Wenn die Person angemeldet war, schickt der Browser das Cookie nicht: Er blockiert Cookies, oder die Domain des Cookies umfasst Latchkey nicht. Wenn andere das auch melden, sagen Sie dem Betreiber Bescheid.",
      "blocked": "Die Person soll Cookies für diese Website erlauben."
    },
    "session": {
      "none": "Die Person ist nicht angemeldet. Das ist nur ein Fehler, wenn sie sich gerade angemeldet hat.",
      "ended": "Die Sitzung ist zu Ende: Die Person soll sich erneut anmelden. Warum, zeigen ihre letzten Ereignisse.",
      "partial": "Die Person muss den zweiten Faktor verwenden. Wenn er verloren ist, suchen Sie die Person und stellen Sie einen Wiederherstellungscode aus.",
      "conflict": "Die Person soll die Cookies dieser Website löschen und sich dann mit einem Konto anmelden.",
      "failed": "Kratos oder die Datenbank hat nicht geantwortet. Wenn andere das auch melden, sagen Sie dem Betreiber Bescheid: latchkey doctor nennt die Ursache."
    },
    "origin": {
      "unlisted": "Die Adresse ist nicht eingetragen. Schicken Sie die Person zur richtigen; wenn es die richtige ist, sagen Sie dem Betreiber Bescheid: latchkey doctor --origin nennt die Zeile, die fehlt.",
      "no_passkeys": "Passkeys sind für diese Adresse nicht eingerichtet. Schicken Sie die Person zur richtigen; wenn es die richtige ist, sagen Sie dem Betreiber Bescheid: latchkey doctor --origin nennt die Zeile, die fehlt.",
      "proxy": "Ein Proxy ersetzt den Hostnamen. Sagen Sie dem Betreiber Bescheid: Der Proxy muss Host weitergeben.",
      "unreached": "Latchkey war vom Browser aus nicht zu erreichen: das Netz, ein Inhaltsblocker oder ein Ausfall."
    }
  }
};
