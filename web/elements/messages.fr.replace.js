// French sentences of messages.en.replace.js.
export default {
  "replace": {
    "heading": "Configurer une nouvelle clé d’accès",
    "lead": "Votre code a été accepté. Vous pouvez configurer une clé d’accès jusqu’à {time}. Vous n’avez pas besoin de celle que vous avez perdue.",
    "action": "Configurer une nouvelle clé d’accès",
    "ready_heading": "Votre nouvelle clé d’accès est prête",
    "ready_lead": "Supprimez maintenant la clé d’accès que vous avez perdue, pour que personne d’autre ne puisse l’utiliser.",
    "remove": "Supprimer la clé d’accès perdue",
    "none": "Je les ai toujours toutes"
  }
};
