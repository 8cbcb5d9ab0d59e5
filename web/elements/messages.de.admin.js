// Shared sentences of the admin console, in addition to messages.de.js.
export default {
  "admin": {
    "sign_out": "Abmelden",
    "you": "Sie",
    "by_admin_key": "Admin-Schlüssel „{name}“",
    "by_operator": "Betreiber",
    "person": "Person (Anmeldename oder ID)",
    "nobody": "Damit meldet sich niemand an, oder die Adresse ist nicht bestätigt. Prüfen Sie die Schreibweise, oder geben Sie die ID an.",
    "title": "Admin-Konsole",
    "loading": "Wird geladen …",
    "working": "Wird ausgeführt …",
    "more": "Mehr anzeigen",
    "retry": "Erneut versuchen",
    "filter": "Filter",
    "apply": "Filter anwenden",
    "all": "Alle anzeigen",
    "any": "Beliebig",
    "reason": "Begründung (erforderlich)",
    "reason_use": "Sie wird im Audit-Log gespeichert. Die betroffene Person sieht sie nicht.",
    "reason_missing": "Geben Sie eine Begründung für das Audit-Log ein.",
    "keep": "Zurück",
    "copy": "Kopieren",
    "copied": "Kopiert.",
    "not_copied": "Kopieren fehlgeschlagen. Der Text ist markiert: Kopieren Sie ihn mit der Tastatur.",
    "done": "Fertig",
    "notified": "Die Person sieht das in ihren letzten Aktivitäten.",
    "nav_people": "Personen",
    "nav_passkeys": "Passkeys",
    "nav_approvals": "Genehmigungen",
    "nav_resets": "Zurücksetzungen",
    "nav_audit": "Audit-Log",
    "nav_adoption": "Nutzung",
    "nav_keys": "Admin-Schlüssel",
    "role_admin": "Admin",
    "role_support": "Support",
    "role_auditor": "Revision",
    "signed_in": "Angemeldet als {login} ({role})",
    "by_key": "Mit einem Admin-Schlüssel angemeldet",
    "confirm": "Mit Ihrem Passkey bestätigen",
    "errors": {
      "invalid_request": {
        "what": "„{field}“ wurde nicht akzeptiert.",
        "next": "Korrigieren Sie die Eingabe und versuchen Sie es erneut."
      },
      "forbidden": {
        "what": "Ihre Rolle erlaubt das nicht.",
        "next": "Bitten Sie einen Admin, es zu tun oder Ihnen eine andere Rolle zu geben."
      },
      "not_found": {
        "what": "Das ist nicht oder nicht mehr vorhanden.",
        "next": "Laden Sie die Seite neu, um den aktuellen Stand zu sehen."
      },
      "conflict": {
        "what": "Das ist gerade nicht möglich: Jemand anderes hat etwas geändert, eine Zurücksetzung läuft, oder in den letzten zehn Sekunden wurde ein Code erstellt.",
        "next": "Laden Sie die Seite neu, um den aktuellen Stand zu sehen."
      },
      "step_up_required": {
        "what": "Bitte bestätigen Sie vor Änderungen Ihre Identität.",
        "next": "Bestätigen Sie Ihre Identität mit Ihrem Passkey, kehren Sie hierher zurück und versuchen Sie es erneut. Ihre Eingaben bleiben erhalten."
      },
      "aal2_required": {
        "what": "Ihre Sitzung ist nicht mehr durch einen zweiten Faktor bestätigt.",
        "next": "Bestätigen Sie Ihre Identität auf einem der folgenden Wege und versuchen Sie es dann erneut."
      },
      "rate_limited": {
        "what": "Zu viele Versuche in kurzer Zeit.",
        "next": "Warten Sie eine Minute und versuchen Sie es dann erneut."
      },
      "kratos_unavailable": {
        "what": "Kratos antwortet nicht.",
        "next": "Sofern oben nichts anderes steht, wurde nichts geändert. Versuchen Sie es in einer Minute erneut."
      },
      "kratos_misconfigured": {
        "what": "Latchkey kann die Antworten von Kratos nicht verwenden.",
        "next": "Sofern oben nichts anderes steht, wurde nichts geändert. Fragen Sie den Betreiber: Das Log nennt die Einstellung oder die Ursache."
      },
      "identity_deleted": {
        "what": "Dieses Konto gibt es bei Kratos nicht mehr.",
        "next": "Ein Admin kann entfernen, was davon übrig ist. Wenn es das Konto geben sollte, fragen Sie den Betreiber, welche Datenbank Kratos verwendet."
      },
      "store_unavailable": {
        "what": "Die Datenbank antwortet nicht.",
        "next": "Es wurde nichts geändert. Versuchen Sie es in einer Minute erneut."
      }
    },
    "nav_deliveries": "Benachrichtigungen"
  }
};
