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
    "field_sink": "An",
    "field_state": "Status",
    "field_name": "Name",
    "field_scopes": "Berechtigungen",
    "field_expires_at": "Läuft ab",
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
