// German sentences of messages.en.admin-refusals.js.
export default {
  "admin-refusals": {
    "field_reason": "Begründung",
    "field_approved_by": "Genehmigt von",
    "field_filter": "Filter",
    "field_outcome": "Ergebnis",
    "field_identity": "Person",
    "field_identity_id": "Person",
    "field_identifier": "Anmeldename",
    "field_actor_id": "Ausgeführt von",
    "field_passkey_id": "Passkey",
    "field_request_id": "Anfrage-ID",
    "field_event_type": "Ereignis",
    "field_since": "Von",
    "field_until": "Bis",
    "field_rp_id": "Domain",
    "field_aaguid": "Authenticator",
    "field_key_identifier": "Schlüsselkennung",
    "field_sink": "An",
    "field_state": "Status",
    "field_name": "Name",
    "field_scopes": "Berechtigungen",
    "field_expires_at": "Läuft ab",
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
    "reasons": {
      "oneself": {
        "what": "Das ist am eigenen Konto nicht möglich.",
        "next": "Bitten Sie jemand anderen aus dem Team."
      },
      "role_above": {
        "what": "Die Rolle dieser Person steht über Ihrer.",
        "next": "Bitten Sie einen Admin darum."
      },
      "operators_key": {
        "what": "Dieser Schlüssel gehört dem Betreiber.",
        "next": "Bitten Sie den Betreiber, ihn zu widerrufen."
      },
      "same_admin": {
        "what": "Das haben Sie selbst beantragt.",
        "next": "Bitten Sie einen anderen Admin, es zu genehmigen."
      },
      "not_requester": {
        "what": "Nur der Admin, der den Code beantragt hat, kann ihn sehen.",
        "next": "Bitten Sie ihn, den Code anzuzeigen."
      },
      "passkey_too_new": {
        "what": "Ihr Passkey ist für Änderungen noch zu neu.",
        "next": "Bitten Sie einen anderen Admin oder den Betreiber, ihn zu bestätigen, oder warten Sie, bis er alt genug ist (standardmäßig einen Tag)."
      },
      "role_has_no_codes": {
        "what": "Personen mit einer Rolle können keine Wiederherstellungscodes haben.",
        "next": "Ein Admin kann einen Einrichtungscode für sie ausstellen."
      }
    }
  }
};
