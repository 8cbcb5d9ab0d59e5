// Polish sentences of messages.en.questions.js.
export default {
  "setup": {
    "heading": "Loguj się szybciej kluczem dostępu",
    "lead": "Kluczem dostępu logujesz się w {app} tak samo, jak odblokowujesz urządzenie.",
    "account": "Do twojego konta {login}",
    "about_what": "Co to jest klucz dostępu?",
    "about_what_more": "Inny sposób logowania, obok hasła. Nie trzeba nic pamiętać, a na fałszywych stronach nie działa.",
    "about_where": "Gdzie jest zapisywany?",
    "about_where_more": "W menedżerze haseł urządzenia lub na kluczu bezpieczeństwa. Odcisk palca i obraz twarzy nigdy nie opuszczają urządzenia.",
    "about_lost": "Co, jeśli zgubię telefon?",
    "about_lost_more": "Jeśli menedżer haseł go synchronizuje, jest też na innych twoich urządzeniach. W przeciwnym razie potrzebujesz drugiego klucza dostępu na innym urządzeniu.",
    "about_lost_more_codes": "Jeśli menedżer haseł go synchronizuje, jest też na innych twoich urządzeniach. W przeciwnym razie pomogą kody odzyskiwania: możesz je utworzyć w następnym kroku.",
    "action": "Utwórz klucz dostępu"
  }
};
