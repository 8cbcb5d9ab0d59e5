// Dutch sentences of messages.en.questions.js.
export default {
  "setup": {
    "heading": "Sneller inloggen met een passkey",
    "lead": "Met een passkey log je in bij {app} zoals je je apparaat ontgrendelt.",
    "account": "Voor je account {login}",
    "about_what": "Wat is een passkey?",
    "about_what_more": "Een andere manier om in te loggen, naast je wachtwoord. Je hoeft niets te onthouden en op nepsites werkt een passkey niet.",
    "about_where": "Waar wordt hij bewaard?",
    "about_where_more": "In de wachtwoordmanager van je apparaat of op een beveiligingssleutel. Je vingerafdruk en gezicht verlaten je apparaat nooit.",
    "about_lost": "Wat als ik mijn telefoon kwijtraak?",
    "about_lost_more": "Als je wachtwoordmanager hem synchroniseert, staat hij ook op je andere apparaten. Anders heb je een tweede passkey op een ander apparaat nodig.",
    "about_lost_more_codes": "Als je wachtwoordmanager hem synchroniseert, staat hij ook op je andere apparaten. Anders helpen herstelcodes: die kun je in de volgende stap maken.",
    "action": "Passkey maken"
  }
};
