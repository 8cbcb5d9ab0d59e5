// German sentences of messages.en.page.js.
export default {
  "noscript": "Diese Seite benötigt JavaScript, um Passkeys zu verwenden. Aktivieren Sie es und laden Sie die Seite neu.",
  "switcher": {
    "label": "Sprache",
    "name": "Deutsch"
  },
  "title": {
    "setup": "Passkey einrichten",
    "login": "Anmelden",
    "step-up": "Identität bestätigen",
    "passkeys": "Ihre Passkeys",
    "recover": "Wiederherstellungscode verwenden",
    "not-me": "Das war ich nicht",
    "diagnose": "Diesen Browser prüfen"
  },
  "problem": {
    "again": "Erneut versuchen",
    "console": "Admin-Konsole",
    "not_found": {
      "what": "Unter dieser Adresse gibt es nichts.",
      "next": "Prüfen Sie die Adresse. Wenn Sie einem Link gefolgt sind, ist er möglicherweise veraltet."
    },
    "invalid_request": {
      "what": "Diese Adresse ist unvollständig oder fehlerhaft.",
      "next": "Gehen Sie zurück und versuchen Sie es erneut."
    },
    "method_not_allowed": {
      "what": "So kann diese Adresse nicht verwendet werden.",
      "next": "Gehen Sie zurück und versuchen Sie es erneut."
    },
    "ceremony_invalid": {
      "what": "Diese Anmeldung kann hier nicht fortgesetzt werden.",
      "next": "Sie wurde in einem anderen Browser begonnen oder ist zu lange her. Melden Sie sich neu an."
    },
    "ceremony_expired": {
      "what": "Diese Anmeldung ist abgelaufen.",
      "next": "Melden Sie sich neu an."
    },
    "unauthenticated": {
      "what": "Bitte melden Sie sich zuerst an.",
      "next": "Sie sind nicht angemeldet oder Ihre Sitzung ist abgelaufen."
    },
    "step_up_required": {
      "what": "Bitte bestätigen Sie zuerst Ihre Identität.",
      "next": "Rufen Sie diese Adresse danach noch einmal auf."
    },
    "aal2_required": {
      "what": "Bitte bestätigen Sie zuerst Ihre Identität.",
      "next": "Rufen Sie diese Adresse danach noch einmal auf."
    },
    "enrolment_required": {
      "what": "Ihr Konto benötigt einen Passkey.",
      "next": "Richten Sie einen ein und rufen Sie diese Adresse danach noch einmal auf."
    }
  }
};
