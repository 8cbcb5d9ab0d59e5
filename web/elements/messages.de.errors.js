// Sentences of the failure panel, in addition to messages.de.js.
export default {
  "failure": {
    "details": "Details für den Support",
    "diagnose": "Diesen Browser prüfen",
    "code": "Code",
    "request_id": "Anfrage-ID",
    "time": "Zeitpunkt",
    "expected": "Erwartet",
    "received": "Erhalten",
    "copy": "Details kopieren",
    "copied": "Details kopiert.",
    "not_copied": "Kopieren fehlgeschlagen. Die Details sind markiert: Kopieren Sie sie mit der Tastatur.",
    "reason": "Grund",
    "rp_id": "Passkey-Domain (RP-ID)",
    "origin": "Adresse dieser Seite",
    "browser": "Browser",
    "cause": "Browserfehler",
    "capabilities": "Fähigkeiten des Browsers",
    "recovery_code": "Wiederher\u00adstellungs\u00adcode verwenden",
    "enrolment_code": "Einrichtungscode eingeben",
    "support": "Hilfe erhalten",
    "help_page": "Um Hilfe bitten",
    "other_domain": "Einen Passkey von {domain} verwenden"
  },
  "errors": {
    "cancelled": {
      "what": "Die Passkey-Abfrage wurde vorzeitig geschlossen.",
      "next": "Versuchen Sie es erneut, sobald Sie bereit sind, und folgen Sie den Anweisungen auf Ihrem Gerät."
    },
    "timed_out": {
      "what": "Die Zeit für die Passkey-Abfrage ist abgelaufen.",
      "next": "Halten Sie Ihr Smartphone oder Ihren Sicherheitsschlüssel bereit und versuchen Sie es erneut."
    },
    "already_registered": {
      "what": "Auf diesem Gerät gibt es bereits einen Passkey für Ihr Konto.",
      "next": "Sie können sich damit anmelden. Einen zweiten können Sie auf einem anderen Gerät oder einem Sicherheitsschlüssel einrichten."
    },
    "no_authenticator": {
      "what": "Dieses Gerät kann die benötigte Art von Passkey nicht erstellen.",
      "next": "Versuchen Sie es mit einem anderen Gerät, Ihrem Smartphone oder einem Sicherheitsschlüssel."
    },
    "user_verification_impossible": {
      "what": "Ihr Gerät konnte Ihre Identität nicht überprüfen.",
      "next": "Richten Sie in den Einstellungen eine Displaysperre, einen Fingerabdruck oder eine PIN ein oder verwenden Sie ein anderes Gerät."
    },
    "blocked": {
      "what": "Der Browser hat die Passkey-Abfrage nicht angezeigt.",
      "next": "Schließen Sie andere Passkey-Abfragen und versuchen Sie es erneut. Wenn Sie einen Passwortmanager verwenden, entsperren Sie ihn zuerst."
    },
    "invalid_request": {
      "what": "Die Anfrage wurde nicht akzeptiert.",
      "next": "Wenn Sie einen Namen eingegeben haben, versuchen Sie es mit einem kürzeren, einfacheren. Laden Sie andernfalls die Seite neu."
    },
    "ceremony_invalid": {
      "what": "Dieser Versuch passt nicht mehr zu Ihrer Sitzung.",
      "next": "Laden Sie die Seite neu und beginnen Sie von vorn."
    },
    "ceremony_expired": {
      "what": "Dieser Versuch hat zu lange gedauert.",
      "next": "Beginnen Sie von vorn. Sie haben für jeden Versuch fünf Minuten."
    },
    "ceremony_spent": {
      "what": "Dieser Versuch wurde bereits abgeschlossen.",
      "next": "Laden Sie die Seite neu, um den aktuellen Stand zu sehen."
    },
    "passkey_rejected": {
      "what": "Dieser Passkey wurde nicht akzeptiert.",
      "next": "Versuchen Sie es mit einem anderen Passkey oder melden Sie sich auf anderem Weg an. Wurde der Passkey hier entfernt, können Sie ihn auch in Ihrem Passwortmanager löschen."
    },
    "unauthenticated": {
      "what": "Sie sind nicht angemeldet oder Ihre Sitzung ist abgelaufen.",
      "next": "Melden Sie sich an und kehren Sie zu dieser Seite zurück."
    },
    "cookie_conflict": {
      "what": "Ihr Browser ist bei zwei verschiedenen Konten zugleich angemeldet.",
      "next": "Löschen Sie im Browser die Cookies dieser Website und melden Sie sich dann erneut an."
    },
    "aal2_required": {
      "what": "Für Ihr Konto ist ein zweiter Faktor erforderlich.",
      "next": "Bestätigen Sie damit Ihre Identität. Danach kehren Sie zu dieser Seite zurück."
    },
    "insufficient_authentication": {
      "what": "Diese Seite benötigt eine aktuelle Bestätigung Ihrer Identität.",
      "next": "Bestätigen Sie Ihre Identität und versuchen Sie es dann erneut."
    },
    "step_up_required": {
      "what": "Bitte bestätigen Sie vor dieser Änderung Ihre Identität.",
      "next": "Wählen Sie dafür einen anderen Weg und versuchen Sie es dann erneut.",
      "alone": "Dafür benötigen Sie einen Wiederherstellungscode oder die Hilfe des Supports. Versuchen Sie es danach erneut."
    },
    "enrolment_required": {
      "what": "Ihr Konto benötigt einen Passkey, bevor Sie fortfahren können.",
      "next": "Richten Sie einen Passkey ein und versuchen Sie es dann erneut."
    },
    "forbidden_origin": {
      "what": "Die Anfrage kam von einer nicht zugelassenen Adresse.",
      "next": "Öffnen Sie {app} unter der gewohnten Adresse. Sind Sie bereits dort, wenden Sie sich an den Support."
    },
    "identity_inactive": {
      "what": "Ihr Konto ist deaktiviert.",
      "next": "Bitten Sie den Support, es wieder zu aktivieren."
    },
    "forbidden": {
      "what": "Dazu sind Sie nicht berechtigt.",
      "next": "Wenn Sie die Berechtigung haben sollten, wenden Sie sich an den Support."
    },
    "not_found": {
      "what": "Das ist nicht mehr vorhanden.",
      "next": "Laden Sie die Seite neu, um den aktuellen Stand zu sehen."
    },
    "limit_reached": {
      "what": "Sie haben die maximale Anzahl an Passkeys erreicht.",
      "next": "Entfernen Sie einen, den Sie nicht mehr verwenden, und versuchen Sie es dann erneut."
    },
    "authenticator_not_allowed": {
      "what": "Dieses Gerät oder dieser Passwortmanager ist hier nicht zugelassen.",
      "next": "Verwenden Sie einen Sicherheitsschlüssel oder Passkey, den Ihre Organisation zugelassen hat, oder fragen Sie den Support, welche das sind."
    },
    "last_passkey": {
      "what": "Ihr Konto muss mindestens einen Passkey behalten.",
      "next": "Fügen Sie zuerst einen anderen Passkey hinzu und entfernen Sie dann diesen."
    },
    "conflict": {
      "what": "In der Zwischenzeit hat sich etwas geändert.",
      "next": "Laden Sie die Seite neu und versuchen Sie es erneut."
    },
    "payload_too_large": {
      "what": "Die Anfrage war zu groß.",
      "next": "Versuchen Sie es mit einem kürzeren Namen. Tritt der Fehler weiter auf, wenden Sie sich an den Support."
    },
    "unsupported_media_type": {
      "what": "Die Anfrage hatte ein unerwartetes Format.",
      "next": "Laden Sie die Seite neu. Tritt der Fehler weiter auf, wenden Sie sich an den Support."
    },
    "method_not_allowed": {
      "what": "Die Anfrage hatte eine unerwartete Form.",
      "next": "Laden Sie die Seite neu. Tritt der Fehler weiter auf, wenden Sie sich an den Support."
    },
    "rate_limited": {
      "what": "Zu viele Versuche in kurzer Zeit.",
      "next": "Warten Sie eine Minute und versuchen Sie es dann erneut.",
      "left": {"one": "Sie können es in {left} Sekunde erneut versuchen.", "other": "Sie können es in {left} Sekunden erneut versuchen."},
      "over": "Sie können es jetzt erneut versuchen."
    },
    "internal": {
      "what": "Bei uns ist ein Fehler aufgetreten.",
      "next": "Versuchen Sie es erneut. Tritt der Fehler weiter auf, wenden Sie sich an den Support."
    },
    "kratos_unavailable": {
      "what": "Die Anmeldung ist im Moment nicht verfügbar.",
      "next": "Versuchen Sie es in einer Minute erneut. Mit Ihren Passkeys ist alles in Ordnung."
    },
    "kratos_refused": {
      "what": "Dieses Konto kann sich hier nicht mit einem Passkey anmelden.",
      "next": "Ein neuer Versuch hilft nicht. Melden Sie sich auf anderem Weg an oder wenden Sie sich an den Support."
    },
    "kratos_misconfigured": {
      "what": "Die Anmeldung ist nicht richtig eingerichtet.",
      "next": "Ein neuer Versuch hilft nicht. Wenden Sie sich an den Support. Mit Ihren Passkeys ist alles in Ordnung."
    },
    "clocks_differ": {
      "what": "Das ist im Moment nicht möglich, weil bei uns eine Uhr falsch geht.",
      "next": "Sich neu anzumelden hilft nicht. Wenden Sie sich an den Support."
    },
    "identity_deleted": {
      "what": "Das Konto dieses Passkeys gibt es nicht mehr.",
      "next": "Registrieren Sie sich neu. Wenn Sie das Konto nicht gelöscht haben, wenden Sie sich an den Support."
    },
    "store_unavailable": {
      "what": "Ihre Passkeys sind im Moment nicht verfügbar.",
      "next": "Versuchen Sie es in einer Minute erneut. Mit Ihren Passkeys ist alles in Ordnung."
    },
    "gesture_missing": {
      "what": "Ihr Browser verlangt, dass Sie die Schaltfläche noch einmal drücken.",
      "next": "Drücken Sie sie noch einmal. Was Sie gerade bestätigt haben, gilt weiterhin."
    }
  },
  "reasons": {
    "attestation_missing": {
      "what": "Ihr Browser hat Marke und Modell nicht mitgeteilt.",
      "next": "Versuchen Sie es noch einmal und erlauben Sie dem Browser, Marke und Modell mitzuteilen, falls er fragt, oder verwenden Sie einen Sicherheitsschlüssel, den Ihre Organisation zugelassen hat."
    },
    "device_bound": {
      "what": "Dieser Passkey könnte auf andere Geräte kopiert werden, was hier nicht zugelassen ist.",
      "next": "Verwenden Sie einen Passkey, der auf einem Gerät bleibt, etwa einen Sicherheitsschlüssel, den Ihre Organisation zugelassen hat."
    },
    "synced": {
      "what": "Dieser Passkey ist in keinem Passwortmanager gespeichert, der hier zugelassen ist.",
      "next": "Richten Sie ihn in einem Passwortmanager ein, den Ihre Organisation zugelassen hat, oder fragen Sie den Support, welche das sind."
    },
    "fido2": {
      "what": "Dieser Sicherheitsschlüssel ist zu alt und hier nicht zugelassen.",
      "next": "Verwenden Sie einen neueren Sicherheitsschlüssel, den Ihre Organisation zugelassen hat."
    },
    "key_size": {
      "what": "Dieses Gerät erstellt keine Passkeys, die stark genug sind, um hier zugelassen zu werden.",
      "next": "Verwenden Sie ein anderes Gerät oder einen Sicherheitsschlüssel, den Ihre Organisation zugelassen hat."
    },
    "model_compromised": {
      "what": "Das Modell dieses Passkeys ist als kompromittiert gemeldet.",
      "next": "Richten Sie einen Passkey auf einem Gerät eines anderen Modells ein."
    },
    "role_has_no_codes": {
      "what": "Personen mit einer Rolle in der Admin-Konsole können keine Wiederherstellungscodes haben.",
      "next": "Richten Sie als Reserve einen zweiten Passkey ein oder bitten Sie einen anderen Admin um einen Einrichtungscode."
    },
    "enrolment_code_required": {
      "what": "Ihr Konto hat eine Rolle in der Admin-Konsole. Für den ersten Passkey ist daher ein Einrichtungscode erforderlich.",
      "next": "Lassen Sie sich von einem anderen Admin einen ausstellen, geben Sie ihn auf der Seite für Wiederherstellungscodes ein und richten Sie dann Ihren Passkey ein."
    },
    "no_passkey_here": {
      "what": "Sie haben keinen Passkey, der hier verwendet werden kann.",
      "next": "Bestätigen Sie Ihre Identität auf anderem Weg oder wenden Sie sich an den Support."
    },
    "being_reset": {
      "what": "Der Support setzt Ihr Konto gerade zurück.",
      "next": "Warten Sie einen Moment und melden Sie sich dann erneut an."
    },
    "second_factor": {
      "what": "Ihr Konto benötigt einen zweiten Zugang, bevor Sie fortfahren können.",
      "next": "Richten Sie einen ein, etwa Wiederherstellungscodes oder einen weiteren Passkey, und versuchen Sie es dann erneut."
    },
    "origin_mismatch": {
      "what": "Unter der Adresse dieser Seite funktionieren keine Passkeys.",
      "next": "Öffnen Sie {app} unter der gewohnten Adresse. Sind Sie bereits dort, wenden Sie sich an den Support."
    },
    "rp_id_mismatch": {
      "what": "Dieser Passkey gehört zu einer anderen Adresse.",
      "next": "Öffnen Sie {app} unter der gewohnten Adresse. Sind Sie bereits dort, wenden Sie sich an den Support."
    },
    "user_presence_missing": {
      "what": "Ihr Gerät hat keine Bestätigung von Ihnen erhalten.",
      "next": "Versuchen Sie es erneut und berühren Sie den Schlüssel oder bestätigen Sie, wenn Ihr Gerät Sie dazu auffordert."
    },
    "user_verification_missing": {
      "what": "Dafür ist ein Passkey nötig, der Ihre Identität überprüft.",
      "next": "Versuchen Sie es erneut mit Fingerabdruck, Gesicht oder PIN. Richten Sie eine Displaysperre ein, falls noch keine vorhanden ist. Hilft das nicht, verwenden Sie einen anderen Passkey."
    },
    "clone": {
      "what": "Dieser Sicherheitsschlüssel wurde möglicherweise kopiert.",
      "next": "Verwenden Sie einen anderen Passkey und informieren Sie den Support."
    }
  }
};
