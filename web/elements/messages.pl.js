// Polish sentences of messages.en.js.
export default {
  "lang": "pl",
  "dir": "ltr",
  "common": {
    "cant_use": "Nie mogę użyć klucza dostępu",
    "working": "Czekaj…",
    "waiting": "Oczekiwanie na klucz dostępu. Postępuj zgodnie z instrukcjami na urządzeniu.",
    "cancel": "Anuluj",
    "cancelled": "Nic się nie zmieniło. Spróbuj ponownie, kiedy zechcesz.",
    "continue": "Dalej",
    "open_at": "Otwórz {address}",
    "confirmed": "Potwierdzono",
    "confirmed_lead": "Dziękujemy. Możesz kontynuować przerwaną czynność.",
    "confirmed_going": "Potwierdzono. Zaraz wrócisz…",
    "synced": "Zsynchronizowany",
    "device_only": "Tylko na jednym urządzeniu",
    "security_key": "Klucz bezpieczeństwa"
  },
  "signed_out": {
    "heading": "Najpierw się zaloguj",
    "lead": "Sesja nie istnieje lub wygasła. Zaloguj się w {app}, a wrócisz na tę stronę.",
    "sign_in": "Zaloguj się"
  },
  "failure": {
    "kratos": "Potwierdź w inny sposób"
  },
  "errors": {
    "not_supported": {
      "what": "Ta przeglądarka nie obsługuje kluczy dostępu.",
      "next": "Zaktualizuj ją lub otwórz tę stronę w innej przeglądarce."
    },
    "insecure_context": {
      "what": "Ta strona została otwarta bez bezpiecznego połączenia.",
      "next": "Otwórz ją ponownie, wpisując https:// na początku adresu."
    },
    "wrong_domain": {
      "what": "Klucze dostępu nie działają pod adresem tej strony.",
      "next": "Otwórz {app} pod zwykłym adresem. Jeśli to już ten adres, skontaktuj się z pomocą techniczną."
    },
    "network": {
      "what": "Nie udało się połączyć z {app}.",
      "next": "Sprawdź połączenie i spróbuj ponownie."
    },
    "unknown": {
      "what": "Coś poszło nie tak.",
      "next": "Spróbuj ponownie. Jeśli problem się powtarza, skontaktuj się z pomocą techniczną."
    }
  }
};
