// Polish sentences of messages.en.factors.js.
export default {
  "factors": {
    "question": {
      "totp": "{date} dodano aplikację uwierzytelniającą. Czy należy do ciebie?",
      "lookup_secret": "{date} utworzono kody zapasowe. Czy należą do ciebie?",
      "webauthn": "{date} dodano klucz bezpieczeństwa. Czy należy do ciebie?",
      "passkey": "{date} dodano klucz dostępu do twoich ustawień logowania. Czy należy do ciebie?",
      "code": "{date} włączono kody wysyłane e-mailem lub SMS-em. Czy adres należy do ciebie?",
      "password": "Od {date} twoje konto ma nowe hasło. Czy jest twoje?",
      "oidc": "Od {date} twoje konto jest połączone z inną usługą logowania. Czy to twoje połączenie?",
      "address": "Od {date} twoje konto ma nowy adres e-mail lub numer telefonu. Czy należy do ciebie?",
      "other": "{date} dodano kolejny drugi składnik. Czy należy do ciebie?"
    },
    "means": "Może to dodać każdy, kto zna twoje hasło. Dopóki nie potwierdzisz, że to twoje, nie liczy się jako drugi składnik.",
    "means_first": "Mógł to zmienić ktoś, kto znalazł twój klucz bezpieczeństwa. Dopóki nie potwierdzisz, że to twoje, nie liczy się razem z kluczem bezpieczeństwa bez kodu PIN.",
    "yes": "Tak, to moje",
    "no": "Nie, usuń",
    "no_first": "Nie, to nie moje"
  }
};
