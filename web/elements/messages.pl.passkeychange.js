// Polish sentences of messages.en.passkeychange.js.
export default {
  "passkeys": {
    "another": "Użyj zamiast tego telefonu lub klucza bezpieczeństwa",
    "adding": "Urządzenie może zapytać dwa razy: najpierw o klucz dostępu, który już masz, a potem o utworzenie nowego.",
    "added": "Dodano „{name}”.",
    "removed": "Usunięto „{name}”.",
    "removed_pending": "Usunięto „{name}”. Urządzenia, na których się nim zalogowano, zostaną wylogowane, gdy tylko serwer logowania odpowie.",
    "removed_codes": "Utworzono nim twoje kody odzyskiwania, które już nie działają. Utwórz nowe.",
    "removed_codes_last": "Utworzono nim twoje kody odzyskiwania, które już nie działają.",
    "removed_keys": "Utworzone nim klucze administratora nadal działają: {keys}. Unieważnij w konsoli administratora te, których już nie potrzebujesz.",
    "confirm_heading": "Usunąć „{name}”?",
    "confirm_synced": "Nie będzie się można nim zalogować na żadnym z urządzeń, z którymi jest zsynchronizowany. Tego nie można cofnąć.",
    "confirm_device": "Nie będzie się można nim zalogować. Tego nie można cofnąć.",
    "confirm_second": "Nie będzie można nim potwierdzać tożsamości. Logujesz się tak jak dotychczas. Tego nie można cofnąć.",
    "confirm_last": "To jedyny klucz dostępu, którym możesz się zalogować. Potem będziesz się logować hasłem lub w inny sposób, który oferuje {app}.",
    "confirm_others": {
      "one": "Nadal możesz się zalogować za pomocą {count} innego klucza dostępu.",
      "few": "Nadal możesz się zalogować za pomocą {count} innych kluczy dostępu.",
      "many": "Nadal możesz się zalogować za pomocą {count} innych kluczy dostępu.",
      "other": "Nadal możesz się zalogować za pomocą {count} innego klucza dostępu."
    },
    "confirm_codes": {
      "one": "Pozostał {left} kod odzyskiwania. Sam nie wystarczy do zalogowania.",
      "few": "Pozostały {left} kody odzyskiwania. Same nie wystarczą do zalogowania.",
      "many": "Pozostało {left} kodów odzyskiwania. Same nie wystarczą do zalogowania.",
      "other": "Pozostało {left} kodu odzyskiwania. Same nie wystarczą do zalogowania."
    },
    "confirm_ends_codes": "Utworzono nim twoje kody odzyskiwania, które przestaną działać. Potem utwórz nowe.",
    "confirm_ends_codes_last": "Utworzono nim twoje kody odzyskiwania, które przestaną działać.",
    "confirm_copy": "Urządzenie lub menedżer haseł może przechowywać kopię. Nie będzie już działać i można ją tam usunąć.",
    "confirm_action": "Usuń klucz dostępu",
    "keep": "Zachowaj klucz dostępu",
    "gone_heading": "Usunięto twój ostatni klucz dostępu, „{name}”",
    "gone_lead": "Od teraz logujesz się hasłem lub w inny sposób, który oferuje {app}. Nowy klucz dostępu możesz skonfigurować w każdej chwili.",
    "gone_codes": {
      "one": "Masz jeszcze {left} kod odzyskiwania, ale sam nie wystarczy do zalogowania.",
      "few": "Masz jeszcze {left} kody odzyskiwania, ale same nie wystarczą do zalogowania.",
      "many": "Masz jeszcze {left} kodów odzyskiwania, ale same nie wystarczą do zalogowania.",
      "other": "Masz jeszcze {left} kodu odzyskiwania, ale same nie wystarczą do zalogowania."
    },
    "removing": "Usuwanie klucza dostępu. Urządzenie najpierw prosi o klucz dostępu, aby sprawdzić, czy to ty.",
    "new_name": "Nowa nazwa",
    "save": "Zapisz",
    "cancel": "Anuluj",
    "renamed": "Klucz dostępu nazywa się teraz „{name}”.",
    "missing": "Klucz „{name}” został już usunięty w innym oknie lub przez pomoc techniczną. Lista jest teraz aktualna."
  }
};
