// Polish sentences of messages.en.recovery-codes.js.
export default {
  "recovery-codes": {
    "heading": "Kody odzyskiwania",
    "lead": "Każdy kod działa raz, zamiast utraconego klucza dostępu: zaloguj się jak zwykle, wpisz kod i skonfiguruj nowy klucz dostępu.",
    "none_lead": "Kody odzyskiwania pomagają po utracie urządzenia: zaloguj się jak zwykle, wpisz kod i skonfiguruj nowy klucz dostępu. Nie masz jeszcze żadnych.",
    "ended_lead": "Twoje kody odzyskiwania przestały działać, bo usunięto klucz dostępu lub składnik, którym je utworzono. Utwórz nowe, aby utrata urządzenia nie odcięła cię od konta.",
    "too_early": "Kody odzyskiwania zastępują utracony klucz dostępu. Najpierw skonfiguruj klucz dostępu, a potem utwórz tu kody.",
    "setup": "Skonfiguruj klucz dostępu",
    "retry": "Odśwież",
    "make": "Utwórz kody odzyskiwania",
    "renew": "Utwórz nowe kody",
    "left": {
      "one": "Pozostał {left} kod.",
      "few": "Pozostały {left} kody.",
      "many": "Pozostało {left} kodów.",
      "other": "Pozostało {left} kodu."
    },
    "made": "Utworzono",
    "low": "Kody się kończą. Utwórz nowe, zanim będą potrzebne.",
    "used_up": "Wszystkie kody zostały wykorzystane. Utwórz nowe, aby utrata urządzenia nie odcięła cię od konta."
  }
};
