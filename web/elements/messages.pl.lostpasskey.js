// Polish sentences of messages.en.lostpasskey.js.
export default {
  "replace": {
    "question": "Który klucz jest utracony?",
    "created": "Skonfigurowano",
    "last_used": "Ostatnio użyto",
    "means": "Usunięcia nie można cofnąć. Urządzenie najpierw poprosi o nowy klucz dostępu.",
    "means_codes": "Kody odzyskiwania utworzone kluczem dostępu przestają działać po jego usunięciu.",
    "choose": "Najpierw wybierz utracony klucz dostępu.",
    "removing": "Najpierw użyj nowego klucza dostępu. Potem utracony zostanie usunięty.",
    "remove_later": "Utracony klucz dostępu możesz też usunąć później, na liście:",
    "done_heading": "Wszystko gotowe",
    "done_lead": "Usunięto: {names}. Od teraz loguj się nowym kluczem dostępu.",
    "done_none": "Od teraz możesz się logować nowym kluczem dostępu.",
    "passkeys": "Twoje klucze dostępu"
  }
};
