// Polish sentences of messages.en.errors.js.
export default {
  "failure": {
    "details": "Szczegóły dla pomocy technicznej",
    "diagnose": "Sprawdź tę przeglądarkę",
    "code": "Kod",
    "request_id": "Identyfikator żądania",
    "time": "Czas",
    "expected": "Oczekiwano",
    "received": "Otrzymano",
    "copy": "Kopiuj szczegóły",
    "copied": "Skopiowano szczegóły.",
    "not_copied": "Nie udało się skopiować. Szczegóły są zaznaczone: skopiuj je za pomocą klawiatury.",
    "reason": "Przyczyna",
    "rp_id": "Domena klucza dostępu (RP ID)",
    "origin": "Adres tej strony",
    "browser": "Przeglądarka",
    "cause": "Błąd przeglądarki",
    "capabilities": "Możliwości przeglądarki",
    "recovery_code": "Użyj kodu odzyskiwania",
    "enrolment_code": "Wpisz kod rejestracji",
    "support": "Uzyskaj pomoc",
    "help_page": "Poproś o pomoc",
    "other_domain": "Użyj klucza dostępu z {domain}"
  },
  "errors": {
    "cancelled": {
      "what": "Okno klucza dostępu zamknięto zbyt wcześnie.",
      "next": "Spróbuj ponownie w dogodnej chwili i postępuj zgodnie z instrukcjami na urządzeniu."
    },
    "timed_out": {
      "what": "Upłynął czas na użycie klucza dostępu.",
      "next": "Przygotuj telefon, klucz bezpieczeństwa lub blokadę ekranu i spróbuj ponownie."
    },
    "already_registered": {
      "what": "Na tym urządzeniu jest już klucz dostępu do twojego konta.",
      "next": "Możesz się nim logować. Aby dodać drugi, skonfiguruj go na innym urządzeniu lub na kluczu bezpieczeństwa."
    },
    "no_authenticator": {
      "what": "To urządzenie nie może utworzyć wymaganego rodzaju klucza dostępu.",
      "next": "Spróbuj na innym urządzeniu, na telefonie lub z kluczem bezpieczeństwa."
    },
    "user_verification_impossible": {
      "what": "Urządzenie nie mogło sprawdzić, czy to ty.",
      "next": "Ustaw w jego ustawieniach blokadę ekranu, odcisk palca lub kod PIN albo użyj innego urządzenia."
    },
    "blocked": {
      "what": "Przeglądarka nie wyświetliła okna klucza dostępu.",
      "next": "Zamknij inne okna kluczy dostępu i spróbuj ponownie. Jeśli używasz menedżera haseł, najpierw go odblokuj."
    },
    "invalid_request": {
      "what": "Żądanie nie zostało przyjęte.",
      "next": "Jeśli wpisana została nazwa, spróbuj krótszej i prostszej. W przeciwnym razie odśwież stronę."
    },
    "ceremony_invalid": {
      "what": "Ta próba nie pasuje już do twojej sesji.",
      "next": "Odśwież stronę i zacznij od nowa."
    },
    "ceremony_expired": {
      "what": "Ta próba trwała zbyt długo.",
      "next": "Zacznij od nowa. Na każdą próbę masz pięć minut."
    },
    "ceremony_spent": {
      "what": "Ta próba została już zakończona.",
      "next": "Odśwież stronę, aby zobaczyć aktualny stan."
    },
    "passkey_rejected": {
      "what": "Ten klucz dostępu nie został przyjęty.",
      "next": "Użyj innego klucza dostępu lub zaloguj się w inny sposób. Jeśli klucz dostępu został tu usunięty, możesz go usunąć także z menedżera haseł."
    },
    "unauthenticated": {
      "what": "Sesja nie istnieje lub wygasła.",
      "next": "Zaloguj się, a potem wróć na tę stronę."
    },
    "cookie_conflict": {
      "what": "W przeglądarce są zalogowane dwa różne konta naraz.",
      "next": "Usuń w przeglądarce pliki cookie tej witryny i zaloguj się ponownie."
    },
    "aal2_required": {
      "what": "Twoje konto wymaga drugiego składnika.",
      "next": "Potwierdź nim swoją tożsamość, a wrócisz na tę stronę."
    },
    "insufficient_authentication": {
      "what": "Ta strona wymaga niedawnego potwierdzenia, że to ty.",
      "next": "Potwierdź, że to ty, i spróbuj ponownie."
    },
    "step_up_required": {
      "what": "Przed tą zmianą potwierdź, że to ty.",
      "next": "Potwierdź w inny sposób i spróbuj ponownie.",
      "alone": "Potrzebujesz do tego kodu odzyskiwania lub wsparcia pomocy technicznej. Potem spróbuj ponownie."
    },
    "enrolment_required": {
      "what": "Aby przejść dalej, musisz mieć na koncie klucz dostępu.",
      "next": "Skonfiguruj klucz dostępu i spróbuj ponownie."
    },
    "forbidden_origin": {
      "what": "Żądanie pochodzi z niedozwolonego adresu.",
      "next": "Otwórz {app} pod zwykłym adresem. Jeśli to już ten adres, skontaktuj się z pomocą techniczną."
    },
    "identity_inactive": {
      "what": "Twoje konto jest wyłączone.",
      "next": "Poproś pomoc techniczną o jego ponowne włączenie."
    },
    "forbidden": {
      "what": "Nie masz do tego uprawnień.",
      "next": "Jeśli uważasz, że powinny ci przysługiwać, skontaktuj się z pomocą techniczną."
    },
    "not_found": {
      "what": "Tego elementu już nie ma.",
      "next": "Odśwież stronę, aby zobaczyć aktualny stan."
    },
    "limit_reached": {
      "what": "Osiągnięto maksymalną liczbę kluczy dostępu.",
      "next": "Usuń klucz, którego już nie używasz, a potem spróbuj ponownie."
    },
    "authenticator_not_allowed": {
      "what": "To urządzenie lub ten menedżer haseł nie jest tu dozwolony.",
      "next": "Użyj klucza bezpieczeństwa lub klucza dostępu zatwierdzonego przez twoją organizację albo zapytaj pomoc techniczną, które są dozwolone."
    },
    "last_passkey": {
      "what": "Na koncie musi pozostać co najmniej jeden klucz dostępu.",
      "next": "Najpierw dodaj inny klucz dostępu, a potem usuń ten."
    },
    "conflict": {
      "what": "W międzyczasie coś się zmieniło.",
      "next": "Odśwież stronę i spróbuj ponownie."
    },
    "payload_too_large": {
      "what": "Żądanie było zbyt duże.",
      "next": "Spróbuj krótszej nazwy. Jeśli problem się powtarza, skontaktuj się z pomocą techniczną."
    },
    "unsupported_media_type": {
      "what": "Żądanie miało nieoczekiwany format.",
      "next": "Odśwież stronę. Jeśli problem się powtarza, skontaktuj się z pomocą techniczną."
    },
    "method_not_allowed": {
      "what": "Żądanie miało nieoczekiwaną postać.",
      "next": "Odśwież stronę. Jeśli problem się powtarza, skontaktuj się z pomocą techniczną."
    },
    "rate_limited": {
      "what": "Zbyt wiele prób w krótkim czasie.",
      "next": "Poczekaj minutę i spróbuj ponownie.",
      "left": {"one": "Możesz spróbować ponownie za {left} sekundę.", "few": "Możesz spróbować ponownie za {left} sekundy.", "many": "Możesz spróbować ponownie za {left} sekund.", "other": "Możesz spróbować ponownie za {left} sekundy."},
      "over": "Możesz teraz spróbować ponownie."
    },
    "internal": {
      "what": "Coś poszło nie tak po naszej stronie.",
      "next": "Spróbuj ponownie. Jeśli problem się powtarza, skontaktuj się z pomocą techniczną."
    },
    "kratos_unavailable": {
      "what": "Logowanie jest w tej chwili niedostępne.",
      "next": "Spróbuj ponownie za minutę. Twoje klucze dostępu są w porządku."
    },
    "kratos_refused": {
      "what": "Na to konto nie można się tu zalogować kluczem dostępu.",
      "next": "Ponowna próba nic nie da. Zaloguj się w inny sposób lub skontaktuj się z pomocą techniczną."
    },
    "kratos_misconfigured": {
      "what": "Logowanie nie jest prawidłowo skonfigurowane.",
      "next": "Ponowna próba nic nie da. Skontaktuj się z pomocą techniczną. Twoje klucze dostępu są w porządku."
    },
    "clocks_differ": {
      "what": "Nie jest to w tej chwili możliwe, bo jeden z naszych zegarów źle chodzi.",
      "next": "Ponowne logowanie nic nie da. Skontaktuj się z pomocą techniczną."
    },
    "identity_deleted": {
      "what": "Konto tego klucza dostępu już nie istnieje.",
      "next": "Zarejestruj się ponownie. Jeśli konto usunął ktoś inny, skontaktuj się z pomocą techniczną."
    },
    "store_unavailable": {
      "what": "Twoje klucze dostępu są w tej chwili niedostępne.",
      "next": "Spróbuj ponownie za minutę. Twoje klucze dostępu są w porządku."
    },
    "gesture_missing": {
      "what": "Przeglądarka wymaga ponownego naciśnięcia przycisku.",
      "next": "Naciśnij go jeszcze raz. Nie musisz powtarzać tego, co już zostało potwierdzone."
    }
  },
  "reasons": {
    "attestation_missing": {
      "what": "Przeglądarka nie podała marki i modelu.",
      "next": "Spróbuj ponownie i zezwól przeglądarce na udostępnienie marki i modelu, jeśli o to zapyta, albo użyj klucza bezpieczeństwa zatwierdzonego przez twoją organizację."
    },
    "device_bound": {
      "what": "Ten klucz dostępu można skopiować na inne urządzenia, a tu nie jest to dozwolone.",
      "next": "Użyj klucza dostępu, który pozostaje na jednym urządzeniu, na przykład klucza bezpieczeństwa zatwierdzonego przez twoją organizację."
    },
    "synced": {
      "what": "Ten klucz dostępu nie jest zapisany w menedżerze haseł, który jest tu dozwolony.",
      "next": "Skonfiguruj go w menedżerze haseł zatwierdzonym przez twoją organizację albo zapytaj pomoc techniczną, które są dozwolone."
    },
    "fido2": {
      "what": "Ten klucz bezpieczeństwa jest zbyt stary, aby był tu dozwolony.",
      "next": "Użyj nowszego klucza bezpieczeństwa zatwierdzonego przez twoją organizację."
    },
    "key_size": {
      "what": "To urządzenie nie tworzy kluczy dostępu wystarczająco silnych, aby były tu dozwolone.",
      "next": "Użyj innego urządzenia lub klucza bezpieczeństwa zatwierdzonego przez twoją organizację."
    },
    "model_compromised": {
      "what": "Model tego klucza dostępu zgłoszono jako niebezpieczny.",
      "next": "Skonfiguruj klucz dostępu na urządzeniu innego modelu."
    },
    "role_has_no_codes": {
      "what": "Użytkownicy z rolą w konsoli administratora nie mogą mieć kodów odzyskiwania.",
      "next": "Skonfiguruj drugi, zapasowy klucz dostępu lub poproś innego administratora o kod rejestracji."
    },
    "enrolment_code_required": {
      "what": "Twoje konto ma rolę w konsoli administratora, więc do skonfigurowania pierwszego klucza dostępu potrzebny jest kod rejestracji.",
      "next": "Poproś o niego innego administratora, wpisz go na stronie kodów odzyskiwania i skonfiguruj klucz dostępu."
    },
    "no_passkey_here": {
      "what": "Nie masz klucza dostępu, którego można tu użyć.",
      "next": "Potwierdź w inny sposób, że to ty, lub skontaktuj się z pomocą techniczną."
    },
    "being_reset": {
      "what": "Pomoc techniczna właśnie resetuje twoje konto.",
      "next": "Poczekaj chwilę, a potem zaloguj się ponownie."
    },
    "second_factor": {
      "what": "Aby przejść dalej, musisz mieć drugą drogę dostępu do konta.",
      "next": "Skonfiguruj ją, na przykład kody odzyskiwania lub kolejny klucz dostępu, i spróbuj ponownie."
    },
    "origin_mismatch": {
      "what": "Klucze dostępu nie działają pod adresem tej strony.",
      "next": "Otwórz {app} pod zwykłym adresem. Jeśli to już ten adres, skontaktuj się z pomocą techniczną."
    },
    "rp_id_mismatch": {
      "what": "Ten klucz dostępu należy do innego adresu.",
      "next": "Otwórz {app} pod zwykłym adresem. Jeśli to już ten adres, skontaktuj się z pomocą techniczną."
    },
    "user_presence_missing": {
      "what": "Urządzenie nie odnotowało potwierdzenia.",
      "next": "Spróbuj ponownie i dotknij klucza lub potwierdź, gdy urządzenie o to poprosi."
    },
    "user_verification_missing": {
      "what": "Potrzebny jest klucz dostępu, który sprawdza, czy to ty.",
      "next": "Spróbuj ponownie, używając odcisku palca, twarzy lub kodu PIN. Jeśli urządzenie nie ma blokady ekranu, ustaw ją. Jeśli to nie pomoże, użyj innego klucza dostępu."
    },
    "clone": {
      "what": "Ten klucz bezpieczeństwa mógł zostać skopiowany.",
      "next": "Użyj innego klucza dostępu i powiadom pomoc techniczną."
    }
  }
};
