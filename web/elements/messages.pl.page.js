// Polish sentences of messages.en.page.js.
export default {
  "noscript": "Ta strona potrzebuje JavaScriptu, aby używać kluczy dostępu. Włącz go i odśwież stronę.",
  "switcher": {
    "label": "Język",
    "name": "Polski"
  },
  "title": {
    "setup": "Skonfiguruj klucz dostępu",
    "login": "Zaloguj się",
    "step-up": "Potwierdź, że to ty",
    "passkeys": "Twoje klucze dostępu",
    "recover": "Użyj kodu odzyskiwania",
    "not-me": "To nie ja",
    "diagnose": "Sprawdź tę przeglądarkę"
  },
  "problem": {
    "again": "Spróbuj ponownie",
    "console": "Konsola administratora",
    "not_found": {
      "what": "Pod tym adresem nic nie ma.",
      "next": "Sprawdź adres. Jeśli prowadził tu link, może być nieaktualny."
    },
    "invalid_request": {
      "what": "Ten adres jest niepełny lub zawiera błąd.",
      "next": "Wróć na poprzednią stronę i spróbuj ponownie."
    },
    "method_not_allowed": {
      "what": "Tego adresu nie można użyć w ten sposób.",
      "next": "Wróć na poprzednią stronę i spróbuj ponownie."
    },
    "ceremony_invalid": {
      "what": "Tego logowania nie można tu kontynuować.",
      "next": "Należy do innej przeglądarki lub jest zbyt stare. Zaloguj się od początku."
    },
    "ceremony_expired": {
      "what": "To logowanie wygasło.",
      "next": "Zaloguj się od początku."
    },
    "unauthenticated": {
      "what": "Najpierw się zaloguj.",
      "next": "Sesja nie istnieje lub wygasła."
    },
    "step_up_required": {
      "what": "Najpierw potwierdź, że to ty.",
      "next": "Potem wróć pod ten adres."
    },
    "aal2_required": {
      "what": "Najpierw potwierdź, że to ty.",
      "next": "Potem wróć pod ten adres."
    },
    "enrolment_required": {
      "what": "Twoje konto wymaga klucza dostępu.",
      "next": "Skonfiguruj go, a potem wróć pod ten adres."
    }
  }
};
