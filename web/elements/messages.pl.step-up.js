// Polish sentences of messages.en.step-up.js.
export default {
  "step-up": {
    "heading": "Potwierdź, że to ty",
    "lead": "Aby przejść dalej, potrzebujesz klucza dostępu.",
    "action": "Potwierdź kluczem dostępu",
    "none_heading": "Nie masz jeszcze klucza dostępu",
    "none_lead": "Najpierw go skonfiguruj. Potem możesz nim potwierdzać, że to ty.",
    "none_action": "Skonfiguruj klucz dostępu",
    "gate_lead": "Hasło jest prawidłowe. Użyj klucza dostępu, aby dokończyć logowanie.",
    "barred_heading": "W tej chwili nie można użyć twojego klucza dostępu",
    "barred_lead": "Być może jest zawieszony. Oto, co możesz zrobić:",
    "none_kratos_lead": "Potwierdź drugim składnikiem. Potem możesz też skonfigurować klucz dostępu.",
    "kratos": "Użyj drugiego składnika",
    "other_heading": "Potwierdź w inny sposób, że to ty",
    "other_lead": "Żaden z twoich kluczy dostępu nie może tu potwierdzić, że to ty. Oto, co możesz zrobić:",
    "fresh_heading": "To już potwierdzono",
    "fresh_lead": "Nie ma tu już nic do zrobienia. Możesz kontynuować przerwaną czynność.",
    "fresh_alone_lead": "Nie ma tu już nic do zrobienia. Możesz zamknąć tę stronę.",
    "again": "Potwierdź ponownie",
    "cancelled": "Niczego nie potwierdzono. Spróbuj ponownie, kiedy zechcesz.",
    "over_heading": "Zaloguj się ponownie od początku",
    "over_lead": "To logowanie wygasło: na użycie klucza dostępu masz pięć minut.",
    "over_action": "Zaloguj się ponownie"
  }
};
