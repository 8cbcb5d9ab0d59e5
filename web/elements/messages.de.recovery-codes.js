// The sentences of messages.en.recovery-codes.js in German.
export default {
  "recovery-codes": {
    "heading": "Wiederherstellungscodes",
    "lead": "Jeder Code gilt einmal, anstelle eines verlorenen Passkeys: Sie melden sich wie gewohnt an, geben den Code ein und richten einen neuen Passkey ein.",
    "none_lead": "Wiederherstellungscodes helfen, wenn Sie Ihr Gerät verlieren: Sie melden sich wie gewohnt an, geben einen Code ein und richten einen neuen Passkey ein. Noch haben Sie keine.",
    "too_early": "Wiederherstellungscodes ersetzen einen verlorenen Passkey. Richten Sie zuerst einen ein, dann erstellen Sie hier Ihre Codes.",
    "setup": "Passkey einrichten",
    "retry": "Noch einmal laden",
    "make": "Codes erstellen",
    "renew": "Neue Codes erstellen",
    "making": "Ihre Codes werden erstellt. Wenn Ihr Gerät fragt, bestätigen Sie mit einem Passkey.",
    "left": "Übrige Codes: {left}.",
    "made": "Erstellt am",
    "low": "Ihre Codes gehen zur Neige. Erstellen Sie neue, bevor Sie sie brauchen.",
    "used_up": "Alle Ihre Codes sind verbraucht. Erstellen Sie neue, damit Sie sich nicht aussperren, wenn Sie Ihr Gerät verlieren.",
    "confirm_heading": "Neue Wiederherstellungscodes erstellen?",
    "confirm_lead": "Alle Codes, die Sie jetzt haben, gelten dann sofort nicht mehr, auch die auf Papier.",
    "keep": "Alte behalten"
  }
};
