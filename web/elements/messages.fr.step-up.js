// French sentences of messages.en.step-up.js.
export default {
  "step-up": {
    "heading": "Confirmez votre identité",
    "lead": "Vous avez besoin de votre clé d’accès pour continuer.",
    "action": "Confirmer avec votre clé d’accès",
    "none_heading": "Vous n’avez pas encore de clé d’accès",
    "none_lead": "Configurez-en une d’abord. Vous pourrez ensuite confirmer votre identité avec elle.",
    "none_action": "Configurer une clé d’accès",
    "gate_lead": "Votre mot de passe est correct. Utilisez votre clé d’accès pour terminer la connexion.",
    "barred_heading": "Votre clé d’accès est inutilisable pour le moment",
    "barred_lead": "Elle est peut-être suspendue. Voici ce que vous pouvez faire\u00a0:",
    "none_kratos_lead": "Confirmez votre identité avec votre second facteur. Vous pourrez ensuite aussi configurer une clé d’accès.",
    "kratos": "Utiliser mon second facteur",
    "other_heading": "Confirmez votre identité autrement",
    "other_lead": "Aucune de vos clés d’accès ne peut confirmer votre identité ici. Voici ce que vous pouvez faire\u00a0:",
    "fresh_heading": "Vous avez déjà confirmé votre identité",
    "fresh_lead": "Il n’y a plus rien à faire ici. Vous pouvez reprendre là où vous en étiez.",
    "fresh_alone_lead": "Il n’y a plus rien à faire ici. Vous pouvez fermer cette page.",
    "again": "Confirmer de nouveau",
    "cancelled": "Rien n’a été confirmé. Réessayez quand vous voulez.",
    "over_heading": "Veuillez vous reconnecter",
    "over_lead": "Cette connexion a expiré\u00a0: vous avez cinq minutes pour utiliser votre clé d’accès.",
    "over_action": "Se reconnecter"
  }
};
