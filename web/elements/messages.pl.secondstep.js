// Polish sentences of messages.en.secondstep.js.
export default {
  "common": {
    "synced_means": "Możesz go używać na każdym urządzeniu zalogowanym do tego samego menedżera haseł.",
    "device_only_means": "Pozostaje na tym urządzeniu. Skonfiguruj drugi gdzie indziej, aby utrata tego urządzenia nie odcięła cię od konta.",
    "other_device_means": "Pozostaje na telefonie lub innym urządzeniu, na którym został utworzony. Skonfiguruj drugi gdzie indziej, aby utrata tamtego urządzenia nie odcięła cię od konta.",
    "security_key_means": "Pozostaje na tym kluczu bezpieczeństwa. Skonfiguruj drugi klucz dostępu gdzie indziej, aby utrata tego klucza nie odcięła cię od konta."
  },
  "setup": {
    "done_heading": "Twój klucz dostępu jest gotowy",
    "upgraded_heading": "Utworzono klucz dostępu",
    "done_lead": "Skonfigurowano „{name}”. Użyj go przy następnym logowaniu.",
    "refused_lead": "Skonfigurowano „{name}”. Może potwierdzić, że to ty, ale w tej chwili nie można się nim zalogować. Zachowaj inny sposób logowania i powiadom pomoc techniczną.",
    "second": "Dodaj drugi klucz dostępu",
    "second_lead": "Utwórz drugi klucz dostępu na innym urządzeniu, telefonie lub kluczu bezpieczeństwa.",
    "second_twice": "Pytanie pojawi się dwa razy: najpierw o klucz dostępu, który już masz, a potem o utworzenie nowego.",
    "codes": "Utwórz kody odzyskiwania",
    "codes_lead": "Utwórz teraz kody odzyskiwania do wydrukowania lub zapisania. Jeśli utracisz klucz dostępu, jeden z nich pozwoli utworzyć nowy.",
    "making_codes": "Tworzenie kodów. Urządzenie najpierw prosi o klucz dostępu.",
    "way_heading": "Na wypadek utraty klucza dostępu",
    "way_lead": "Skonfiguruj drugą drogę dostępu, aby nie stracić dostępu do konta.",
    "way_required_lead": "{app} wymaga drugiej drogi dostępu, aby utrata klucza dostępu nie odcięła cię od konta.",
    "way_grace_lead": "Od {date} {app} wymaga drugiej drogi dostępu, aby utrata klucza dostępu nie odcięła cię od konta.",
    "way_done_heading": "Masz drugą drogę dostępu",
    "way_done_lead": "Jeśli utracisz klucz dostępu, zaloguj się jak zwykle i użyj jednego z kodów odzyskiwania.",
    "show_lead": "Ostatni krok: użyj go teraz raz.",
    "show": "Użyj go i przejdź dalej"
  }
};
