// Polish sentences of messages.en.kept.js.
export default {
  "passkeys": {
    "second_only": "Tym kluczem możesz potwierdzić tożsamość po zalogowaniu, ale nie wystarczy on do zalogowania się.",
    "suspended_means": "Ten klucz dostępu jest zawieszony, więc nie możesz się nim zalogować. Zapytaj pomoc techniczną o przyczynę.",
    "compromised_means": "Ten klucz dostępu jest zawieszony, ponieważ jego model zgłoszono jako niebezpieczny. Skonfiguruj inny na innym urządzeniu.",
    "marked_means": "Model tego klucza dostępu zgłoszono jako niebezpieczny. Skonfiguruj inny na innym urządzeniu."
  },
  "kept": {
    "model": "Zweryfikowany model",
    "maker": "Producent jest zweryfikowany, model nie.",
    "copy": "Jest też w twoich ustawieniach logowania. Usunięcie tutaj nie usuwa go stamtąd.",
    "heading": "Tylko w twoich ustawieniach logowania",
    "lead": "Nimi logujesz się tam, gdzie je skonfigurowano. Nazwę zmienisz lub klucz usuniesz w ustawieniach logowania.",
    "passkey": "Klucz dostępu",
    "domain": "Dla",
    "added": "Dodano"
  }
};
