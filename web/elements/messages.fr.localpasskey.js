// French sentences of messages.en.localpasskey.js.
export default {
  "localpasskey": {
    "heading": "Créer une clé d’accès sur cet appareil\u00a0?",
    "lead": "Vous avez utilisé votre téléphone ou un autre appareil pour vous connecter. Avec une clé d’accès sur cet appareil, vous n’en aurez pas besoin la prochaine fois. Faites-le uniquement sur un appareil qui vous appartient.",
    "action": "Créer une clé d’accès",
    "later": "Pas maintenant",
    "cancelled": "Aucune clé d’accès n’a été créée. La connexion a bien eu lieu.",
    "done": "Votre clé d’accès sur cet appareil est prête."
  }
};
