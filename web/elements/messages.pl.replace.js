// Polish sentences of messages.en.replace.js.
export default {
  "replace": {
    "heading": "Skonfiguruj nowy klucz dostępu",
    "lead": "Kod został przyjęty. Do {time} możesz skonfigurować jeden klucz dostępu. Utracony nie jest do tego potrzebny.",
    "action": "Skonfiguruj nowy klucz dostępu"
  }
};
