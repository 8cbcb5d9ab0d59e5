// The sentences of messages.en.js in German, formal ("Sie").
export default {
  "lang": "de",
  "common": {
    "working": "Bitte warten …",
    "waiting": "Warten auf Ihren Passkey. Folgen Sie der Anzeige Ihres Geräts.",
    "waiting_twice": "Ihr Gerät fragt vielleicht zweimal: Verwenden Sie zuerst einen vorhandenen Passkey, dann richten Sie den neuen ein.",
    "continue": "Weiter",
    "confirmed": "Bestätigt",
    "confirmed_lead": "Danke. Machen Sie dort weiter, wo Sie waren.",
    "confirmed_going": "Bestätigt. Sie werden weitergeleitet …",
    "synced": "Synchronisiert",
    "device_only": "Nur auf diesem Gerät",
    "synced_means": "Er wird synchronisiert: Sie können ihn auf allen Geräten verwenden, auf denen Sie bei demselben Passwortmanager angemeldet sind.",
    "device_only_means": "Er bleibt auf diesem Gerät. Richten Sie anderswo einen zweiten ein, damit Sie sich nicht aussperren, wenn Sie dieses Gerät verlieren."
  },
  "signed_out": {
    "heading": "Bitte melden Sie sich zuerst an",
    "lead": "Sie sind nicht angemeldet, oder Ihre Sitzung ist abgelaufen. Melden Sie sich bei {app} an, dann kommen Sie auf diese Seite zurück.",
    "sign_in": "Anmelden"
  },
  "stale": {
    "heading": "Bitte melden Sie sich noch einmal an",
    "lead": "Ihre Anmeldung liegt schon länger zurück. Melden Sie sich noch einmal bei {app} an, dann kommen Sie auf diese Seite zurück."
  },
  "failure": {
    "details": "Angaben für den Support",
    "code": "Code",
    "request_id": "Anfrage-ID",
    "time": "Zeitpunkt",
    "expected": "Erwartet",
    "received": "Erhalten",
    "copy": "Angaben kopieren",
    "copied": "Angaben kopiert.",
    "not_copied": "Das Kopieren hat nicht geklappt. Die Angaben sind markiert: Kopieren Sie sie mit der Tastatur.",
    "kratos": "Anders bestätigen",
    "reason": "Grund",
    "rp_id": "Domain der Passkeys (RP-ID)",
    "origin": "Adresse dieser Seite",
    "browser": "Browser",
    "cause": "Fehler des Browsers",
    "capabilities": "Was der Browser kann",
    "recovery_code": "Wiederherstellungscode verwenden",
    "support": "Hilfe bekommen"
  },
  "errors": {
    "cancelled": {
      "what": "Die Passkey-Abfrage wurde vorzeitig geschlossen.",
      "next": "Versuchen Sie es noch einmal, wenn Sie so weit sind, und folgen Sie der Anzeige Ihres Geräts."
    },
    "timed_out": {
      "what": "Die Passkey-Abfrage war zu lange offen.",
      "next": "Versuchen Sie es noch einmal, wenn Sie Ihr Telefon, Ihren Sicherheitsschlüssel oder Ihre Displaysperre zur Hand haben."
    },
    "already_registered": {
      "what": "Auf diesem Gerät gibt es schon einen Passkey für Ihr Konto.",
      "next": "Sie können sich damit anmelden. Einen zweiten richten Sie auf einem anderen Gerät oder einem Sicherheitsschlüssel ein."
    },
    "not_supported": {
      "what": "Dieser Browser kann nicht mit Passkeys umgehen.",
      "next": "Aktualisieren Sie ihn, oder öffnen Sie diese Seite in einem anderen Browser."
    },
    "insecure_context": {
      "what": "Diese Seite wurde ohne sichere Verbindung geöffnet.",
      "next": "Öffnen Sie sie noch einmal, mit https:// am Anfang der Adresse."
    },
    "wrong_domain": {
      "what": "Für die Adresse dieser Seite sind keine Passkeys eingerichtet.",
      "next": "Öffnen Sie {app} unter der gewohnten Adresse. Wenn Sie schon dort sind, geben Sie die Angaben unten an den Support weiter."
    },
    "no_authenticator": {
      "what": "Die Art von Passkey, die hier gebraucht wird, ist auf diesem Gerät nicht möglich.",
      "next": "Versuchen Sie es mit einem anderen Gerät, Ihrem Telefon oder einem Sicherheitsschlüssel."
    },
    "user_verification_impossible": {
      "what": "Ihr Gerät konnte nicht prüfen, ob Sie es sind.",
      "next": "Schalten Sie in den Einstellungen eine Displaysperre, einen Fingerabdruck oder eine PIN ein, oder nehmen Sie ein anderes Gerät."
    },
    "blocked": {
      "what": "Der Browser hat die Passkey-Abfrage nicht angezeigt.",
      "next": "Schließen Sie andere Passkey-Abfragen und versuchen Sie es noch einmal. Wenn Sie einen Passwortmanager verwenden, entsperren Sie ihn zuerst."
    },
    "network": {
      "what": "{app} war nicht zu erreichen.",
      "next": "Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal."
    },
    "unknown": {
      "what": "Etwas Unerwartetes ist passiert.",
      "next": "Versuchen Sie es noch einmal. Wenn es wieder passiert, geben Sie die Angaben unten an den Support weiter."
    },
    "invalid_request": {
      "what": "Die Eingabe wurde nicht angenommen.",
      "next": "Wenn Sie einen Namen vergeben haben, versuchen Sie einen kürzeren und einfacheren. Sonst laden Sie die Seite neu."
    },
    "ceremony_invalid": {
      "what": "Dieser Versuch passt nicht mehr zu Ihrer Sitzung.",
      "next": "Laden Sie die Seite neu und beginnen Sie von vorn."
    },
    "ceremony_expired": {
      "what": "Dieser Versuch hat zu lange gedauert.",
      "next": "Beginnen Sie noch einmal. Sie haben jedes Mal fünf Minuten."
    },
    "ceremony_spent": {
      "what": "Dieser Versuch ist schon abgeschlossen.",
      "next": "Laden Sie die Seite neu, um den aktuellen Stand zu sehen."
    },
    "passkey_rejected": {
      "what": "Dieser Passkey wurde nicht angenommen.",
      "next": "Versuchen Sie es mit einem anderen Passkey, oder melden Sie sich anders an. Einen Passkey, der hier entfernt wurde, können Sie auch in Ihrem Passwortmanager löschen."
    },
    "unauthenticated": {
      "what": "Sie sind nicht angemeldet, oder Ihre Sitzung ist abgelaufen.",
      "next": "Melden Sie sich an und kommen Sie auf diese Seite zurück."
    },
    "cookie_conflict": {
      "what": "Ihr Browser hat die Anmeldungen zweier verschiedener Konten gesendet.",
      "next": "Löschen Sie die Cookies dieser Seite im Browser und melden Sie sich dann neu an."
    },
    "aal2_required": {
      "what": "Ihr Konto verlangt zuerst den zweiten Faktor.",
      "next": "Bestätigen Sie ihn, dann kommen Sie auf diese Seite zurück."
    },
    "step_up_required": {
      "what": "Für diese Änderung müssen Sie noch einmal bestätigen, dass Sie es sind.",
      "next": "Bestätigen Sie es auf einem der angebotenen Wege und versuchen Sie es dann noch einmal."
    },
    "enrolment_required": {
      "what": "Bevor Sie weitermachen können, braucht Ihr Konto einen Passkey.",
      "next": "Richten Sie einen Passkey ein und versuchen Sie es dann noch einmal."
    },
    "forbidden_origin": {
      "what": "Die Anfrage kam von einer Adresse, die nicht zugelassen ist.",
      "next": "Öffnen Sie {app} unter der gewohnten Adresse. Wenn Sie schon dort sind, geben Sie die Angaben unten an den Support weiter."
    },
    "identity_inactive": {
      "what": "Ihr Konto ist abgeschaltet.",
      "next": "Bitten Sie den Support, es wieder einzuschalten."
    },
    "forbidden": {
      "what": "Das dürfen Sie nicht.",
      "next": "Wenn Sie meinen, dass Sie es dürfen sollten, geben Sie die Angaben unten an den Support weiter."
    },
    "not_found": {
      "what": "Das ist nicht mehr da.",
      "next": "Laden Sie die Seite neu, um zu sehen, was noch da ist."
    },
    "limit_reached": {
      "what": "Sie haben so viele Passkeys, wie ein Konto haben kann.",
      "next": "Entfernen Sie einen, den Sie nicht mehr brauchen, und fügen Sie dann den neuen hinzu."
    },
    "last_passkey": {
      "what": "Ihr Konto muss einen Passkey behalten.",
      "next": "Fügen Sie zuerst einen anderen Passkey hinzu und entfernen Sie dann diesen."
    },
    "conflict": {
      "what": "Im selben Augenblick hat sich etwas geändert.",
      "next": "Laden Sie die Seite neu und versuchen Sie es noch einmal."
    },
    "payload_too_large": {
      "what": "Die Eingabe war zu lang.",
      "next": "Versuchen Sie einen kürzeren Namen. Wenn es wieder passiert, geben Sie die Angaben unten an den Support weiter."
    },
    "unsupported_media_type": {
      "what": "Die Anfrage kam in einer Form, die nicht verstanden wird.",
      "next": "Laden Sie die Seite neu. Wenn es wieder passiert, geben Sie die Angaben unten an den Support weiter."
    },
    "rate_limited": {
      "what": "Es gab zu viele Versuche in kurzer Zeit.",
      "next": "Warten Sie eine Minute und versuchen Sie es dann noch einmal."
    },
    "internal": {
      "what": "Bei uns ist etwas schiefgegangen.",
      "next": "Versuchen Sie es noch einmal. Wenn es wieder passiert, geben Sie die Angaben unten an den Support weiter."
    },
    "kratos_unavailable": {
      "what": "Die Anmeldung ist im Moment nicht verfügbar.",
      "next": "Versuchen Sie es in einer Minute noch einmal. Mit Ihren Passkeys ist alles in Ordnung."
    },
    "store_unavailable": {
      "what": "Ihre Passkeys sind im Moment nicht zu erreichen.",
      "next": "Versuchen Sie es in einer Minute noch einmal. Mit Ihren Passkeys ist alles in Ordnung."
    },
    "gesture_missing": {
      "what": "Ihr Browser möchte, dass Sie die Schaltfläche noch einmal drücken.",
      "next": "Drücken Sie sie noch einmal: Was Sie gerade bestätigt haben, gilt weiter."
    }
  },
  "reasons": {
    "role_has_no_codes": {
      "what": "Konten mit einer Rolle in der Admin-Konsole haben keine Wiederherstellungscodes.",
      "next": "Richten Sie als Rückweg einen zweiten Passkey ein, oder bitten Sie einen anderen Admin um einen Einrichtungscode."
    },
    "enrolment_code_required": {
      "what": "Ihr Konto hat eine Rolle in der Admin-Konsole. Der erste Passkey braucht daher einen Einrichtungscode.",
      "next": "Bitten Sie einen anderen Admin darum, geben Sie ihn auf der Seite für Wiederherstellungscodes ein und richten Sie dann Ihren Passkey ein."
    },
    "origin_mismatch": {
      "what": "Für die Adresse dieser Seite sind keine Passkeys eingerichtet.",
      "next": "Öffnen Sie {app} unter der gewohnten Adresse. Wenn Sie schon dort sind, geben Sie die Angaben unten an den Support weiter."
    },
    "rp_id_mismatch": {
      "what": "Dieser Passkey gehört zu einer anderen Adresse.",
      "next": "Öffnen Sie {app} unter der gewohnten Adresse. Wenn Sie schon dort sind, geben Sie die Angaben unten an den Support weiter."
    },
    "user_presence_missing": {
      "what": "Ihr Gerät hat keine Bestätigung von Ihnen erhalten.",
      "next": "Versuchen Sie es noch einmal und berühren Sie den Schlüssel, oder bestätigen Sie, wenn Ihr Gerät fragt."
    },
    "user_verification_missing": {
      "what": "Ihr Gerät hat nicht geprüft, ob Sie es sind.",
      "next": "Versuchen Sie es noch einmal mit Fingerabdruck, Gesicht oder PIN. Schalten Sie eine Displaysperre ein, wenn es keine gibt."
    },
    "clone": {
      "what": "Von diesem Sicherheitsschlüssel gibt es vielleicht eine zweite Kopie.",
      "next": "Verwenden Sie einen anderen Passkey und sagen Sie dem Support Bescheid."
    }
  }
};
