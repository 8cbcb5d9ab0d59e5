// Polish sentences of messages.en.passkeys.js.
export default {
  "passkeys": {
    "heading": "Twoje klucze dostępu",
    "lead": "Każdym z nich możesz zalogować się w {app}. Usuń te, których już nie używasz.",
    "loading": "Wczytywanie kluczy dostępu…",
    "retry": "Odśwież",
    "back": "Wróć do {app}",
    "add": "Dodaj kolejny klucz dostępu",
    "full": "Osiągnięto maksymalną liczbę kluczy dostępu. Usuń jeden, aby dodać kolejny.",
    "count": "{count} z {limit}",
    "not_mine": "Czy któryś nie jest twój?",
    "created": "Utworzono",
    "last_used": "Ostatnio użyto",
    "never": "Jeszcze nieużywany",
    "kept_by": "skonfigurowano w {provider}",
    "browser": "{browser} ({system})",
    "used_here": "Używany w tej przeglądarce",
    "suspended": "Zawieszony",
    "rename": "Zmień nazwę",
    "rename_label": "Zmień nazwę „{name}”",
    "remove": "Usuń",
    "remove_label": "Usuń „{name}”",
    "activity": "Ostatnia aktywność"
  }
};
