// French sentences of messages.en.kept.js.
export default {
  "passkeys": {
    "second_only": "Cette clé sert à confirmer votre identité une fois connecté ; elle ne suffit pas pour vous connecter."
  },
  "kept": {
    "copy": "Également conservée dans vos paramètres de connexion. La supprimer ici ne l’y supprime pas.",
    "heading": "Uniquement dans vos paramètres de connexion",
    "lead": "Ces clés vous connectent là où vous les avez configurées. Renommez-les ou supprimez-les dans vos paramètres de connexion.",
    "passkey": "Clé d’accès",
    "domain": "Pour",
    "added": "Ajoutée"
  }
};
