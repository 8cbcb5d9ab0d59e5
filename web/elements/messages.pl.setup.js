// Polish sentences of messages.en.setup.js.
export default {
  "common": {
    "waiting_twice": "Urządzenie może zapytać dwa razy: najpierw użyj klucza dostępu, który już masz, a potem skonfiguruj nowy."
  },
  "setup": {
    "back": "Wróć do {app}",
    "elsewhere": "{app} wymaga klucza dostępu. Aby kontynuować, zaloguj się w przeglądarce, która obsługuje klucze dostępu.",
    "later": "Nie teraz",
    "required_lead": "{app} wymaga klucza dostępu. Logujesz się nim tak samo, jak odblokowujesz urządzenie.",
    "grace_lead": "Od {date} {app} wymaga klucza dostępu. Logujesz się nim tak samo, jak odblokowujesz urządzenie.",
    "another_heading": "Dodaj kolejny klucz dostępu",
    "another_lead": "Skonfiguruj go na innym urządzeniu lub na kluczu bezpieczeństwa, aby utrata jednego nie odcięła cię od konta. Pytanie może pojawić się dwa razy: najpierw użyj klucza dostępu, który już masz, a potem skonfiguruj nowy.",
    "manage": "Twoje klucze dostępu",
    "way_later_lead": "Drugą drogę dostępu możesz skonfigurować na tej stronie w każdej chwili.",
    "cancelled": "Nie utworzono klucza dostępu. Spróbuj ponownie, kiedy zechcesz.",
    "later_heading": "Może później",
    "later_lead": "Klucz dostępu możesz skonfigurować na tej stronie w każdej chwili."
  }
};
