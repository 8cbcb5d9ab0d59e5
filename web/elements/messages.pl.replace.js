// Polish sentences of messages.en.replace.js.
export default {
  "replace": {
    "heading": "Skonfiguruj nowy klucz dostępu",
    "lead": "Kod został przyjęty. Do {time} możesz skonfigurować jeden klucz dostępu. Utracony nie jest do tego potrzebny.",
    "action": "Skonfiguruj nowy klucz dostępu",
    "ready_heading": "Twój nowy klucz dostępu jest gotowy",
    "ready_lead": "Usuń teraz utracony klucz dostępu, aby nikt inny nie mógł go użyć.",
    "remove": "Usuń utracony klucz dostępu",
    "none": "Nadal mam wszystkie"
  }
};
