// French sentences of messages.en.recover.js.
export default {
  "recover": {
    "heading": "Utiliser un code de récupération",
    "lead": "Vous avez perdu l’appareil qui contient votre clé d’accès\u00a0? Utilisez l’un de vos codes de récupération.",
    "means_session": "Il confirme votre identité, dans cette session uniquement.",
    "means_passkey": "Il vous permet de configurer une nouvelle clé d’accès dans les 15 minutes.",
    "means_login": "Il confirme cette connexion et vous permet de configurer une nouvelle clé d’accès dans les 15 minutes.",
    "means_once": "Il ne fonctionne qu’une fois. Barrez-le sur votre liste.",
    "code": "Code de récupération",
    "hint": "Majuscules ou minuscules, avec ou sans tirets.",
    "action": "Utiliser le code",
    "empty": "Saisissez d’abord l’un de vos codes de récupération.",
    "malformed": "Ce n’est pas un code de récupération\u00a0: un code compte douze lettres et chiffres. Comparez-le avec votre liste. Cela n’a pas compté comme une tentative.",
    "checking": "Vérification de votre code…",
    "going": "Code accepté. Redirection…",
    "done_heading": "Votre code a été accepté",
    "done_lead": "Configurez une nouvelle clé d’accès maintenant\u00a0: vous n’avez pas besoin de celle que vous avez perdue. Vous avez 15 minutes\u00a0; ensuite, il vous faudra un autre code.",
    "left": {
      "one": "Il reste {left} code.",
      "other": "Il reste {left} codes."
    },
    "low": "Créez-en de nouveaux dès que vous aurez de nouveau une clé d’accès.",
    "locked_heading": "Trop de codes incorrects",
    "locked_lead": "Les codes de récupération sont bloqués pour que personne ne puisse les deviner. Réessayez après {time}.",
    "locked_passkeys": "Vos clés d’accès fonctionnent toujours.",
    "again": "Essayer un autre code",
    "signed_out_heading": "Connectez-vous d’abord",
    "signed_out_lead": "Un code de récupération remplace votre clé d’accès, pas votre mot de passe. Connectez-vous à {app} avec votre mot de passe ou une autre méthode proposée et vous reviendrez sur cette page.",
    "help_heading": "Pas de code sous la main\u00a0?",
    "help_lead": "L’équipe {app} peut vérifier votre identité et vous donner un code valable une heure.",
    "help_page": "Demander de l’aide",
    "help_neutral": "Contactez l’assistance de {app} ou l’administrateur de votre compte. Ils peuvent vérifier votre identité et vous donner un code valable une heure."
  },
  "errors": {
    "recovery_code_rejected": {
      "what": "Ce code de récupération n’a pas été accepté.",
      "next": "Comparez-le avec votre liste et réessayez. Chaque code ne fonctionne qu’une fois. Après cinq codes incorrects, vous devez attendre 15 minutes."
    },
    "locked": {
      "what": "Trop de codes incorrects.",
      "next": "Attendez 15 minutes, puis réessayez."
    }
  }
};
