// Polish sentences of messages.en.stale.js.
export default {
  "stale": {
    "heading": "Zaloguj się ponownie",
    "lead": "Od zalogowania minęło trochę czasu. Zaloguj się ponownie w {app}, a wrócisz na tę stronę.",
    "sign_out": "Wyloguj się, zaloguj się przy użyciu drugiego składnika i wróć tutaj.",
    "sign_out_action": "Wyloguj i zaloguj ponownie"
  }
};
