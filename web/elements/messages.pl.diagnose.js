// Polish sentences of messages.en.diagnose.js.
export default {
  "diagnose": {
    "heading": "Sprawdź tę przeglądarkę",
    "all_good": "Nic tutaj nie przeszkadza kluczom dostępu. Niczego nie zmieniono.",
    "some_bad": "Coś tutaj wymaga uwagi. Niczego nie zmieniono.",
    "good": "W porządku",
    "note": "Uwaga",
    "bad": "Problem",
    "unknown": "Nie udało się sprawdzić: {checks}.",
    "again": "Sprawdź ponownie",
    "text_heading": "Tekst dla pomocy technicznej",
    "text_lead": "Jeśli prosisz pomoc techniczną o pomoc, wyślij też ten tekst. Nie zawiera hasła, plików cookie ani tokenów.",
    "copy": "Kopiuj tekst",
    "copied": "Skopiowano tekst.",
    "not_copied": "Nie udało się skopiować. Tekst jest zaznaczony: skopiuj go za pomocą klawiatury.",
    "by_phone": "Przez telefon odczytaj ten kod: {code}",
    "help_page": "Poproś o pomoc",
    "secure": {
      "ok": "Ta strona ma bezpieczne połączenie.",
      "insecure": "Ta strona została otwarta bez bezpiecznego połączenia. Otwórz ją ponownie, wpisując https:// na początku adresu."
    },
    "passkeys": {
      "ok": "Ta przeglądarka obsługuje klucze dostępu.",
      "missing": "Ta przeglądarka nie może używać kluczy dostępu na tej stronie. Zaktualizuj ją lub użyj innej przeglądarki."
    },
    "authenticator": {
      "ok": "To urządzenie może potwierdzić, że to ty: blokadą ekranu, odciskiem palca lub twarzą.",
      "none": "To urządzenie nie może potwierdzić, że to ty. Ustaw blokadę ekranu albo użyj telefonu lub klucza bezpieczeństwa."
    },
    "autofill": {
      "ok": "Ta przeglądarka może podpowiadać klucze dostępu w polu logowania.",
      "none": "Ta przeglądarka nie podpowiada kluczy dostępu w polu logowania. Użyj przycisku kluczy dostępu."
    },
    "extension": {
      "ok": "Żadne rozszerzenie nie zastąpiło obsługi kluczy dostępu w tej przeglądarce.",
      "replaced": "Rozszerzenie, na przykład menedżer haseł, obsługuje klucze dostępu w tej przeglądarce. Jeśli to zawodzi, odblokuj je lub wyłącz.",
      "broken": "Coś uniemożliwia tej stronie używanie kluczy dostępu, zapewne rozszerzenie. Wyłącz rozszerzenia lub użyj innej przeglądarki."
    },
    "private": {
      "ok": "Nic nie wskazuje na okno prywatne.",
      "likely": "To może być okno prywatne. Szybko zapomina, że jesteś zalogowany. Jeśli czegoś brakuje, użyj zwykłego okna."
    },
    "clock": {
      "ok": "Zegar urządzenia chodzi dobrze.",
      "ahead": "Zegar urządzenia spieszy się o {time}. Kody z aplikacji uwierzytelniającej są przyjmowane z dokładnością do 30 sekund: włącz automatyczne ustawianie czasu w ustawieniach urządzenia.",
      "behind": "Zegar urządzenia spóźnia się o {time}. Kody z aplikacji uwierzytelniającej są przyjmowane z dokładnością do 30 sekund: włącz automatyczne ustawianie czasu w ustawieniach urządzenia."
    },
    "kratos_clock": {
      "ok": "Zegary po naszej stronie są zgodne.",
      "apart": "Zegary po naszej stronie różnią się o {time}. Nie możesz tego zmienić: powiadom pomoc techniczną."
    },
    "cookie": {
      "ok": "Plik cookie logowania dociera do {app}.",
      "none": "Żaden plik cookie logowania nie dociera do {app}. Jeśli logowanie się udało, zezwól w przeglądarce na pliki cookie tej witryny.",
      "blocked": "Ta przeglądarka blokuje pliki cookie. Zezwól na nie dla tej witryny."
    },
    "session": {
      "ok": "Jesteś zalogowany.",
      "none": "Nie jesteś zalogowany.",
      "ended": "Sesja wygasła. Zaloguj się ponownie.",
      "partial": "Jesteś zalogowany i brakuje jeszcze drugiego składnika.",
      "conflict": "W przeglądarce są zalogowane dwa różne konta naraz. Usuń w przeglądarce pliki cookie tej witryny i zaloguj się ponownie.",
      "failed": "Nie udało się sprawdzić logowania po naszej stronie. Spróbuj ponownie za minutę lub skontaktuj się z pomocą techniczną."
    },
    "origin": {
      "ok": "Pod adresem tej strony klucze dostępu działają.",
      "unlisted": "Adres tej strony nie jest dozwolony. Otwórz {app} pod zwykłym adresem. Jeśli już tam jesteś, skontaktuj się z pomocą techniczną.",
      "no_passkeys": "Pod adresem tej strony klucze dostępu nie działają. Otwórz {app} pod zwykłym adresem. Jeśli już tam jesteś, skontaktuj się z pomocą techniczną.",
      "proxy": "Serwer po drodze zmienia adres tej strony. Nie możesz tego zmienić: powiadom pomoc techniczną.",
      "unreached": "Nie można połączyć się z {app}. Sprawdź połączenie i spróbuj ponownie."
    }
  }
};
