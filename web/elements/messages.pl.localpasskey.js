// Polish sentences of messages.en.localpasskey.js.
export default {
  "localpasskey": {
    "heading": "Utworzyć klucz dostępu na tym urządzeniu?",
    "lead": "Zalogowano się za pomocą telefonu lub innego urządzenia. Z kluczem dostępu na tym urządzeniu następnym razem tamto nie będzie potrzebne. Zrób to tylko na własnym urządzeniu.",
    "action": "Utwórz klucz dostępu",
    "later": "Nie teraz",
    "cancelled": "Nie utworzono klucza dostępu. Logowanie się powiodło.",
    "done": "Twój klucz dostępu na tym urządzeniu jest gotowy."
  }
};
