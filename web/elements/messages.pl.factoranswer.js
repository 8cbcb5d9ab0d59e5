// Polish sentences of messages.en.factoranswer.js.
export default {
  "factors": {
    "confirming": "Urządzenie może najpierw poprosić o klucz dostępu, aby sprawdzić, czy to ty.",
    "confirmed": "Dziękujemy. Od teraz liczy się jako twoje.",
    "confirm": {
      "totp": "Usunąć aplikację uwierzytelniającą?",
      "lookup_secret": "Usunąć kody zapasowe?",
      "webauthn": "Usunąć klucz bezpieczeństwa?",
      "passkey": "Usunąć klucz dostępu z ustawień logowania?",
      "code": "Wyłączyć kody wysyłane e-mailem lub SMS-em?",
      "password": "Zgłosić, że hasło nie jest twoje?",
      "oidc": "Zgłosić, że połączenie z inną usługą logowania nie jest twoje?",
      "address": "Zgłosić, że adres e-mail lub numer telefonu nie jest twój?",
      "other": "Usunąć ten drugi składnik?"
    },
    "confirm_means": "Zostanie to usunięte z twojego konta i nie będzie już można tym potwierdzić, że to ty.",
    "confirm_means_first": "Nie będzie się już liczyć razem z kluczem bezpieczeństwa bez kodu PIN. Dopóki nie zmienisz tego w ustawieniach logowania, nadal można się tak zalogować.",
    "confirm_sessions": "Wszystkie inne urządzenia i przeglądarki zostaną wylogowane z twojego konta.",
    "confirm_password": "Potem zmień hasło: osoba, która to dodała, je znała.",
    "confirm_password_first": "Potem zmień to tam. Jeśli zgubisz klucz bezpieczeństwa, usuń tutaj jego klucz dostępu.",
    "confirm_action": "Usuń",
    "confirm_action_first": "To nie moje",
    "cancel": "Anuluj",
    "removed": "Usunięto i wylogowano wszystkich oprócz ciebie. Zmień teraz hasło: osoba, która to dodała, je znała.",
    "removed_pending": "Usunięto. Wszyscy oprócz ciebie zostaną wylogowani, gdy tylko serwer logowania odpowie. Zmień teraz hasło: osoba, która to dodała, je znała.",
    "kept_now_pending": "Nie udało się tego usunąć automatycznie. Tutaj już się nie liczy, a pomoc techniczna została powiadomiona. Wszyscy oprócz ciebie zostaną wylogowani, gdy tylko serwer logowania odpowie. Zmień teraz hasło.",
    "kept_now": "Nie udało się tego usunąć automatycznie. Tutaj już się nie liczy, a pomoc techniczna została powiadomiona. Wylogowano wszystkich oprócz ciebie. Zmień teraz hasło.",
    "kept_now_first": "Wylogowano wszystkich oprócz ciebie i powiadomiono pomoc techniczną. Zmień to teraz w ustawieniach logowania: do tego czasu nadal można się tak zalogować. Jeśli zgubisz klucz bezpieczeństwa, usuń tutaj jego klucz dostępu.",
    "kept_now_first_pending": "Wszyscy oprócz ciebie zostaną wylogowani, gdy tylko serwer logowania odpowie, a pomoc techniczna została powiadomiona. Zmień to teraz w ustawieniach logowania: do tego czasu nadal można się tak zalogować. Jeśli zgubisz klucz bezpieczeństwa, usuń tutaj jego klucz dostępu.",
    "missing": "Zostało to już wcześniej usunięte. Strona jest teraz aktualna.",
    "kept": {
      "totp": "Na twoim koncie jest aplikacja uwierzytelniająca, która nie jest twoja",
      "lookup_secret": "Na twoim koncie są kody zapasowe, które nie są twoje",
      "webauthn": "Na twoim koncie jest klucz bezpieczeństwa, który nie jest twój",
      "passkey": "W twoich ustawieniach logowania jest klucz dostępu, który nie jest twój",
      "code": "Kody są wysyłane na adres, który nie jest twój",
      "password": "Twoje konto ma hasło, które nie jest twoje",
      "oidc": "Twoje konto jest połączone z usługą logowania, która nie jest twoja",
      "address": "Twoje konto ma adres e-mail lub numer telefonu, który nie jest twój",
      "other": "Twoje konto ma drugi składnik, który nie jest twój"
    },
    "kept_means": "Nie udało się tego usunąć automatycznie. Tutaj się nie liczy, a pomoc techniczna została powiadomiona.",
    "kept_means_first": "Dopóki nie zmienisz tego w ustawieniach logowania, nadal można się tak zalogować. Nie liczy się razem z kluczem bezpieczeństwa bez kodu PIN. Pomoc techniczna została powiadomiona."
  }
};
