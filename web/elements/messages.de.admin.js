// What the admin console says in all of its views, beside the sentences of messages.de.js.
export default {
  "admin": {
    "title": "Verwaltung",
    "loading": "Wird geladen…",
    "working": "Wird ausgeführt…",
    "more": "Mehr anzeigen",
    "retry": "Erneut versuchen",
    "filter": "Filter",
    "apply": "Filter anwenden",
    "all": "Alle anzeigen",
    "any": "Beliebig",
    "reason": "Begründung (erforderlich)",
    "reason_use": "Sie bleibt im Protokoll. Die betroffene Person sieht sie nicht.",
    "reason_missing": "Geben Sie fürs Protokoll an, warum. Versuchen Sie es dann noch einmal.",
    "keep": "So lassen, wie es ist",
    "copy": "Kopieren",
    "copied": "Kopiert.",
    "not_copied": "Das Kopieren hat nicht geklappt. Es ist markiert: Kopieren Sie es mit der Tastatur.",
    "done": "Ich habe es, schließen",
    "notified": "Die Person sieht in ihren eigenen Aktivitäten, dass es geschehen ist.",
    "nav_people": "Personen",
    "nav_passkeys": "Passkeys",
    "nav_approvals": "Genehmigungen",
    "nav_resets": "Zurücksetzungen",
    "nav_audit": "Protokoll",
    "nav_adoption": "Verbreitung",
    "nav_keys": "Admin-Schlüssel",
    "role_admin": "Administration",
    "role_support": "Support",
    "role_auditor": "Revision",
    "signed_in": "Angemeldet als {login} ({role})",
    "by_key": "Mit einem Admin-Schlüssel geöffnet",
    "signed_out_heading": "Melden Sie sich bei der Verwaltung an",
    "signed_out_lead": "Sie sind nicht angemeldet, oder Ihre Sitzung ist abgelaufen. Melden Sie sich mit Ihrem eigenen Konto an; Sie kommen danach hierher zurück.",
    "confirm": "Mit Ihrem Passkey bestätigen",
    "confirm_heading": "Bestätigen Sie zuerst, dass Sie es sind",
    "confirm_lead": "Die Verwaltung steht nur Sitzungen mit einem zweiten Faktor offen. Bestätigen Sie mit einem Passkey oder auf anderem Weg; Sie kommen danach hierher zurück.",
    "setup": "Passkey einrichten",
    "no_role_heading": "Ihr Konto hat hier keine Rolle",
    "no_role_lead": "Sie sind angemeldet, aber die Verwaltung ist nur für Administration, Support und Revision da.",
    "no_role_how": "Bitten Sie die Betreiber von {app}, Ihrem Konto eine Rolle zu geben, und versuchen Sie es dann erneut. Oder melden Sie sich mit einem anderen Konto an.",
    "other_account": "Mit einem anderen Konto anmelden",
    "errors": {
      "invalid_request": {
        "what": "„{field}“ wurde nicht angenommen.",
        "next": "Berichtigen Sie es und versuchen Sie es erneut."
      },
      "forbidden": {
        "what": "Ihre Rolle darf das nicht.",
        "next": "Bitten Sie jemanden aus der Administration, es zu tun oder Ihnen eine andere Rolle zu geben."
      },
      "not_found": {
        "what": "Das gibt es nicht, oder es ist inzwischen weg.",
        "next": "Laden Sie die Seite neu, um zu sehen, was da ist."
      },
      "conflict": {
        "what": "Das geht im jetzigen Zustand nicht: Jemand anderes hat etwas geändert, oder eine Zurücksetzung läuft.",
        "next": "Laden Sie die Seite neu, um den Stand zu sehen."
      },
      "step_up_required": {
        "what": "Änderungen brauchen einen frischen Nachweis, dass Sie es sind.",
        "next": "Bestätigen Sie mit Ihrem Passkey, kommen Sie hierher zurück und versuchen Sie es erneut. Was Sie eingegeben haben, bleibt erhalten."
      },
      "aal2_required": {
        "what": "Ihre Sitzung ist nicht mehr durch einen zweiten Faktor bestätigt.",
        "next": "Bestätigen Sie auf einem der angebotenen Wege und versuchen Sie es dann erneut."
      },
      "rate_limited": {
        "what": "Das waren zu viele Versuche in kurzer Zeit.",
        "next": "Warten Sie eine Minute und versuchen Sie es dann erneut."
      },
      "kratos_unavailable": {
        "what": "Kratos antwortet im Moment nicht.",
        "next": "Wenn oben nichts anderes steht, wurde nichts geändert. Versuchen Sie es in einer Minute erneut."
      },
      "store_unavailable": {
        "what": "Die Datenbank antwortet im Moment nicht.",
        "next": "Es wurde nichts geändert. Versuchen Sie es in einer Minute erneut."
      }
    },
    "nav_deliveries": "Benachrichtigungen"
  }
};
