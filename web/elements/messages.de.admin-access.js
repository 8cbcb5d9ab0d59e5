// German sentences of messages.en.admin-access.js.
export default {
  "admin": {
    "signed_out_heading": "Bei der Admin-Konsole anmelden",
    "signed_out_lead": "Sie sind nicht angemeldet oder Ihre Sitzung ist abgelaufen. Melden Sie sich mit Ihrem eigenen Konto an. Danach kehren Sie hierher zurück.",
    "confirm_heading": "Bestätigen Sie zuerst Ihre Identität",
    "confirm_lead": "Die Admin-Konsole erfordert eine Sitzung mit zweitem Faktor. Bestätigen Sie Ihre Identität mit einem Passkey oder auf anderem Weg. Danach kehren Sie hierher zurück.",
    "setup": "Passkey einrichten",
    "no_role_heading": "Ihr Konto hat hier keine Rolle",
    "no_role_lead": "Sie sind angemeldet, aber die Admin-Konsole ist Admins, Support und Revision vorbehalten.",
    "no_role_how": "Bitten Sie den Betreiber von {app}, Ihrem Konto eine Rolle zu geben, und versuchen Sie es dann erneut. Oder melden Sie sich mit einem anderen Konto an.",
    "other_account": "Mit einem anderen Konto anmelden",
    "lost_other": "Wenn Sie einen weiteren Passkey haben, etwa auf einem Smartphone oder Sicherheitsschlüssel, wählen Sie bei der Abfrage diesen.",
    "lost_code": "Bitten Sie sonst einen anderen Admin um einen Einrichtungscode. Er findet Sie unter „Personen“ und stellt ihn dort aus. Auch der Betreiber kann einen ausstellen. Wiederherstellungscodes gibt es für Personen mit einer Rolle nicht.",
    "lost_next": "Mit dem Code richten Sie einen neuen Passkey ein. Lassen Sie ihn danach vom Admin bestätigen, damit Sie sofort Änderungen vornehmen können.",
    "lost_action": "Code eingeben"
  }
};
