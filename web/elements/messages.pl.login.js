// Polish sentences of messages.en.login.js.
export default {
  "login": {
    "heading": "Zaloguj się w {app}",
    "lead": "Użyj odcisku palca, twarzy, blokady ekranu lub klucza bezpieczeństwa.",
    "identifier": "E-mail lub nazwa użytkownika (opcjonalnie)",
    "identifier_hint": "Wypełnij to pole tylko wtedy, gdy klucz bezpieczeństwa nie przechowuje twojego konta.",
    "action": "Zaloguj się kluczem dostępu",
    "other_domain": "Użyj klucza dostępu z {domain}",
    "another_device": "Użyj telefonu lub klucza bezpieczeństwa",
    "other": "Zaloguj się w inny sposób",
    "cancelled": "Logowanie nie zostało dokończone. Spróbuj ponownie, kiedy zechcesz.",
    "going": "Zalogowano. Przekierowywanie…",
    "done_heading": "Zalogowano",
    "accepted_heading": "Twój klucz dostępu został przyjęty",
    "done_lead": "Użyto klucza dostępu „{name}”.",
    "account": "Identyfikator konta",
    "over_heading": "Tego logowania nie można tu kontynuować.",
    "over_lead": "Należy do innej przeglądarki lub jest zbyt stare. Zaloguj się od początku.",
    "over_action": "Zaloguj się ponownie"
  }
};
