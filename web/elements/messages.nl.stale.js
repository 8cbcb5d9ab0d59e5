// Dutch sentences of messages.en.stale.js.
export default {
  "stale": {
    "heading": "Log opnieuw in",
    "lead": "Je hebt een tijdje geleden ingelogd. Log opnieuw in bij {app}, daarna kom je terug op deze pagina.",
    "sign_out": "Log uit, log in met je tweede factor en kom hier terug.",
    "sign_out_action": "Uitloggen en opnieuw inloggen"
  }
};
