// Polish sentences of messages.en.otherways.js.
export default {
  "otherways": {
    "codes": {
      "one": "Masz jeszcze {left} kod odzyskiwania. Potwierdza on, że to ty, i pozwala skonfigurować nowy klucz dostępu.",
      "few": "Masz jeszcze {left} kody odzyskiwania. Jeden z nich potwierdza, że to ty, i pozwala skonfigurować nowy klucz dostępu.",
      "many": "Masz jeszcze {left} kodów odzyskiwania. Jeden z nich potwierdza, że to ty, i pozwala skonfigurować nowy klucz dostępu.",
      "other": "Masz jeszcze {left} kodu odzyskiwania. Jeden z nich potwierdza, że to ty, i pozwala skonfigurować nowy klucz dostępu."
    },
    "no_codes": "Nie masz kodów odzyskiwania.",
    "kratos": "Możesz też potwierdzić w inny sposób, że to ty.",
    "code": "Użyj kodu odzyskiwania",
    "kratos_action": "Potwierdź w inny sposób",
    "enrol": "Kod odzyskiwania został przyjęty. Możesz teraz skonfigurować nowy klucz dostępu.",
    "enrol_action": "Skonfiguruj nowy klucz dostępu",
    "gate": "Jeśli masz kody odzyskiwania, jednym z nich dokończysz to logowanie i skonfigurujesz nowy klucz dostępu.",
    "login": "Najpierw zaloguj się w inny sposób, na przykład hasłem. Potem kod odzyskiwania pozwoli skonfigurować nowy klucz dostępu.",
    "help": "Zespół {app} może sprawdzić, czy to ty, i pomóc ci skonfigurować nowy klucz dostępu.",
    "help_page": "Poproś o pomoc",
    "help_neutral": "Skontaktuj się z pomocą techniczną {app} lub z administratorem twojego konta. Tam mogą sprawdzić, czy to ty, i pomóc ci skonfigurować nowy klucz dostępu."
  }
};
