// French sentences of messages.en.kept.js.
export default {
  "passkeys": {
    "second_only": "Cette clé sert à confirmer votre identité une fois connecté ; elle ne suffit pas pour vous connecter.",
    "suspended_means": "Cette clé d’accès est suspendue\u00a0: vous ne pouvez pas vous connecter avec elle. Demandez la raison à l’assistance.",
    "compromised_means": "Cette clé d’accès est suspendue, car son modèle est signalé comme compromis. Configurez-en une autre sur un appareil différent.",
    "marked_means": "Le modèle de cette clé d’accès est signalé comme compromis. Configurez-en une autre sur un appareil différent."
  },
  "kept": {
    "model": "Modèle vérifié",
    "maker": "Le fabricant est vérifié, le modèle ne l’est pas.",
    "copy": "Également conservée dans vos paramètres de connexion. La supprimer ici ne l’y supprime pas.",
    "heading": "Uniquement dans vos paramètres de connexion",
    "lead": "Ces clés vous connectent là où vous les avez configurées. Renommez-les ou supprimez-les dans vos paramètres de connexion.",
    "passkey": "Clé d’accès",
    "domain": "Pour",
    "added": "Ajoutée"
  }
};
