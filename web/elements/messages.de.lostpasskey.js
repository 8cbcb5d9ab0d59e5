// German sentences of messages.en.lostpasskey.js.
export default {
  "replace": {
    "question": "Welchen haben Sie verloren?",
    "created": "Eingerichtet am",
    "last_used": "Zuletzt verwendet am",
    "means": "Das lässt sich nicht rückgängig machen. Ihr Gerät fragt vorher nach Ihrem neuen Passkey.",
    "means_codes": "Wiederherstellungscodes, die mit einem Passkey erstellt wurden, werden ungültig, wenn er entfernt wird.",
    "choose": "Wählen Sie zuerst den verlorenen Passkey aus.",
    "removing": "Verwenden Sie zuerst Ihren neuen Passkey. Danach wird der verlorene entfernt.",
    "remove_later": "Sie können einen verlorenen Passkey auch später in der Liste entfernen:",
    "done_heading": "Alles erledigt",
    "done_lead": "Entfernt: {names}. Melden Sie sich ab jetzt mit Ihrem neuen Passkey an.",
    "done_none": "Ab jetzt können Sie sich mit Ihrem neuen Passkey anmelden.",
    "passkeys": "Ihre Passkeys"
  }
};
