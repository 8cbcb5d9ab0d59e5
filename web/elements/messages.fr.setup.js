// French sentences of messages.en.setup.js.
export default {
  "common": {
    "waiting_twice": "Votre appareil peut vous solliciter deux fois\u00a0: utilisez d’abord une clé d’accès que vous avez déjà, puis configurez la nouvelle."
  },
  "setup": {
    "back": "Revenir à {app}",
    "elsewhere": "{app} exige une clé d’accès. Connectez-vous avec un navigateur qui prend en charge les clés d’accès pour continuer.",
    "later": "Pas maintenant",
    "required_lead": "{app} exige une clé d’accès. Elle vous permet de vous connecter comme vous déverrouillez votre appareil.",
    "grace_lead": "À partir du {date}, {app} exige une clé d’accès. Elle vous permet de vous connecter comme vous déverrouillez votre appareil.",
    "another_heading": "Ajouter une clé d’accès",
    "another_lead": "Configurez-en une sur un autre appareil ou une clé de sécurité pour ne pas perdre l’accès à votre compte si vous en perdez une. Votre appareil peut vous solliciter deux fois\u00a0: utilisez d’abord une clé d’accès que vous avez déjà, puis configurez la nouvelle.",
    "manage": "Vos clés d’accès",
    "way_later_lead": "Vous pouvez configurer un deuxième moyen d’accès sur cette page à tout moment.",
    "cancelled": "Aucune clé d’accès n’a été créée. Réessayez quand vous voulez.",
    "later_heading": "Plus tard, peut-être",
    "later_lead": "Vous pouvez configurer une clé d’accès sur cette page à tout moment."
  }
};
