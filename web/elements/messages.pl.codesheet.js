// Polish sentences of messages.en.codesheet.js.
export default {
  "recovery-codes": {
    "making": "Tworzenie kodów. Jeśli urządzenie o to poprosi, potwierdź kluczem dostępu.",
    "confirm_heading": "Utworzyć nowe kody odzyskiwania?",
    "confirm_lead": "Wszystkie dotychczasowe kody natychmiast przestaną działać, również te wydrukowane.",
    "keep": "Zachowaj moje kody",
    "new_heading": "Twoje nowe kody odzyskiwania",
    "new_lead": "Są wyświetlane tylko raz. Przechowuj je tam, gdzie masz do nich dostęp bez tego urządzenia: na papierze lub w menedżerze haseł.",
    "list": "Kody odzyskiwania",
    "copy": "Kopiuj",
    "copied": "Skopiowano kody. Wklej je w bezpieczne miejsce.",
    "not_copied": "Nie udało się skopiować. Kody są zaznaczone: skopiuj je za pomocą klawiatury.",
    "download": "Pobierz",
    "downloaded": "Kody zapisano w pobranych plikach.",
    "print": "Drukuj",
    "kept": "Kody są zapisane",
    "done": "Twoje kody odzyskiwania są gotowe.",
    "file_name": "{app}-kody-odzyskiwania.txt",
    "file_title": "Kody odzyskiwania do {app}",
    "file_date": "Utworzono: {date}.",
    "file_use": "Jeśli utracisz klucz dostępu, zaloguj się w {app} jak zwykle, wybierz „Użyj kodu odzyskiwania” i wpisz jeden z tych kodów. Każdy kod działa tylko raz. Utworzenie nowych kodów unieważnia te."
  },
  "errors": {
    "conflict": {
      "what": "Przed chwilą utworzono kody, być może przez ciebie w innej karcie, albo zmieniło się coś innego na twoim koncie.",
      "next": "Jeśli masz zapisane tamte kody, użyj ich. W przeciwnym razie poczekaj dziesięć sekund, odśwież stronę i spróbuj ponownie."
    }
  }
};
