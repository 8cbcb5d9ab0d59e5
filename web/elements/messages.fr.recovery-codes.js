// French sentences of messages.en.recovery-codes.js.
export default {
  "recovery-codes": {
    "heading": "Codes de récupération",
    "lead": "Chaque code remplace une fois une clé d’accès perdue\u00a0: connectez-vous comme d’habitude, saisissez le code et configurez une nouvelle clé d’accès.",
    "none_lead": "Les codes de récupération vous aident si vous perdez votre appareil\u00a0: connectez-vous comme d’habitude, saisissez un code et configurez une nouvelle clé d’accès. Vous n’en avez pas encore.",
    "ended_lead": "Vos codes de récupération ne fonctionnent plus, car vous avez supprimé la clé d’accès ou le facteur avec lequel ils ont été créés. Créez-en de nouveaux pour ne pas perdre l’accès à votre compte si vous perdez votre appareil.",
    "too_early": "Les codes de récupération remplacent une clé d’accès perdue. Configurez d’abord une clé d’accès, puis créez vos codes ici.",
    "setup": "Configurer une clé d’accès",
    "retry": "Actualiser",
    "make": "Créer des codes de récupération",
    "renew": "Créer de nouveaux codes",
    "left": {
      "one": "Il reste {left} code.",
      "other": "Il reste {left} codes."
    },
    "made": "Créés le",
    "low": "Il ne vous en reste que peu. Créez de nouveaux codes avant d’en avoir besoin.",
    "used_up": "Vous avez utilisé tous vos codes. Créez-en de nouveaux pour ne pas perdre l’accès à votre compte si vous perdez votre appareil."
  }
};
