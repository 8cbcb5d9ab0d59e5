// Polish sentences of messages.en.recover.js.
export default {
  "recover": {
    "heading": "Użyj kodu odzyskiwania",
    "lead": "Nie masz już urządzenia z kluczem dostępu? Użyj jednego ze swoich kodów odzyskiwania.",
    "means_session": "Potwierdza, że to ty, tylko w tej sesji.",
    "means_passkey": "Pozwala skonfigurować jeden nowy klucz dostępu w ciągu 15 minut.",
    "means_login": "Potwierdza to logowanie i pozwala skonfigurować jeden nowy klucz dostępu w ciągu 15 minut.",
    "means_once": "Działa tylko raz. Skreśl go ze swojej listy.",
    "code": "Kod odzyskiwania",
    "hint": "Wielkie lub małe litery, z łącznikami lub bez.",
    "action": "Użyj kodu",
    "empty": "Najpierw wpisz jeden ze swoich kodów odzyskiwania.",
    "malformed": "To nie jest kod odzyskiwania: kody mają dwanaście liter i cyfr. Porównaj go ze swoją listą. To nie liczyło się jako próba.",
    "checking": "Sprawdzanie kodu…",
    "going": "Kod przyjęty. Przekierowywanie…",
    "done_heading": "Kod został przyjęty",
    "done_lead": "Skonfiguruj teraz nowy klucz dostępu: utracony nie jest do tego potrzebny. Masz 15 minut; potem potrzebny będzie inny kod.",
    "left": {
      "one": "Pozostał {left} kod.",
      "few": "Pozostały {left} kody.",
      "many": "Pozostało {left} kodów.",
      "other": "Pozostało {left} kodu."
    },
    "low": "Utwórz nowe, gdy znów będziesz mieć klucz dostępu.",
    "locked_heading": "Zbyt wiele błędnych kodów",
    "locked_lead": "Kody odzyskiwania są zablokowane, aby nikt ich nie odgadł. Spróbuj ponownie po {time}.",
    "locked_passkeys": "Twoje klucze dostępu nadal działają.",
    "again": "Spróbuj innego kodu",
    "signed_out_heading": "Najpierw się zaloguj",
    "signed_out_lead": "Kod odzyskiwania zastępuje klucz dostępu, a nie hasło. Zaloguj się w {app} hasłem lub w inny dostępny sposób, a wrócisz na tę stronę.",
    "help_heading": "Nie masz kodów pod ręką?",
    "help_lead": "Zespół {app} może sprawdzić, czy to ty, i dać ci kod ważny przez godzinę.",
    "help_page": "Poproś o pomoc",
    "help_neutral": "Skontaktuj się z pomocą techniczną {app} lub z administratorem twojego konta. Tam mogą sprawdzić, czy to ty, i dać ci kod ważny przez godzinę."
  },
  "errors": {
    "recovery_code_rejected": {
      "what": "Ten kod odzyskiwania nie został przyjęty.",
      "next": "Porównaj go ze swoją listą i spróbuj ponownie. Każdy kod działa tylko raz. Po pięciu błędnych kodach trzeba odczekać 15 minut."
    },
    "locked": {
      "what": "Zbyt wiele błędnych kodów.",
      "next": "Odczekaj 15 minut i spróbuj ponownie."
    }
  }
};
