// The sentences of messages.en.admin-refusals.js in German.
export default {
  "admin-refusals": {
    "reasons": {
      "oneself": {
        "what": "Das macht niemand am eigenen Konto.",
        "next": "Bitten Sie jemanden aus dem Kollegium."
      },
      "role_above": {
        "what": "Die Rolle dieser Person steht über Ihrer.",
        "next": "Bitten Sie einen Admin darum."
      },
      "same_admin": {
        "what": "Das haben Sie selbst beantragt.",
        "next": "Bitten Sie einen anderen Admin um die Genehmigung."
      },
      "not_requester": {
        "what": "Der Code ist für den Admin, der ihn beantragt hat.",
        "next": "Lassen Sie ihn von dort abholen."
      },
      "passkey_too_new": {
        "what": "Ihr Passkey ist für Änderungen noch zu neu.",
        "next": "Bitten Sie einen anderen Admin oder den Betreiber, ihn zu bestätigen; oder warten Sie einen Tag, je nach Einstellung."
      },
      "role_has_no_codes": {
        "what": "Personen mit Rolle haben keine Wiederherstellungscodes.",
        "next": "Ein Admin kann ihnen einen Einrichtungscode geben."
      }
    }
  }
};
