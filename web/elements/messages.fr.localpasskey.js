// French sentences of messages.en.localpasskey.js.
export default {
  "localpasskey": {
    "heading": "Créer une clé d’accès sur cet appareil\u00a0?",
    "lead": "Vous vous êtes connecté avec votre téléphone ou un autre appareil. Avec une clé d’accès sur cet appareil, vous n’en aurez pas besoin la prochaine fois. Faites-le uniquement sur un appareil qui vous appartient.",
    "action": "Créer une clé d’accès",
    "later": "Pas maintenant",
    "cancelled": "Aucune clé d’accès n’a été créée. Vous êtes connecté.",
    "done": "Votre clé d’accès sur cet appareil est prête."
  }
};
