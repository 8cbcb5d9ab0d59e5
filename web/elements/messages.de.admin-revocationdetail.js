// German sentences of messages.en.admin-revocationdetail.js.
export default {
  "admin-revocationdetail": {
    "heading": "Massen\u00adwiderruf",
    "back": "Alle Massenwiderrufe",
    "causes": "Warum einige nicht widerrufen wurden",
    "passkeys": "Passkeys",
    "none": "Keine Passkeys entsprechen diesem Filter.",
    "outcome": "Ergebnis",
    "person": "Person",
    "at": "Zeitpunkt",
    "id": "Passkey-ID",
    "cause_no_longer_matches": "Der Filter traf nicht mehr zu, als der Passkey an der Reihe war.",
    "cause_oneself": "Er gehört dem Admin, der den Massenwiderruf beantragt oder genehmigt hat.",
    "cause_role_above": "Die Rolle der Person ist höher als die des Admins, der den Massenwiderruf beantragt oder genehmigt hat.",
    "cause_identity_deleted": "Kratos kennt die Person nicht mehr. Ein Admin kann die übrigen Daten löschen.",
    "cause_last_passkey": "Er ist der letzte der Person. Das muss jetzt ein weiterer Admin genehmigen.",
    "cause_requester_not_allowed": "Der Admin, der das beantragt hat, darf es nicht mehr.",
    "cause_approver_not_allowed": "Der Admin, der das genehmigt hat, darf es nicht mehr.",
    "cause_kratos_unavailable": "Kratos hat nicht geantwortet.",
    "cause_kratos_misconfigured": "Latchkey kann mit den Antworten von Kratos nichts anfangen.",
    "cause_internal": "Es ist immer wieder fehlgeschlagen. Das Log nennt die Ursache."
  }
};
