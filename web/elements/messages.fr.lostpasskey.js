// French sentences of messages.en.lostpasskey.js.
export default {
  "replace": {
    "question": "Laquelle avez-vous perdue\u00a0?",
    "created": "Configurée le",
    "last_used": "Dernière utilisation le",
    "means": "La suppression est irréversible. Votre appareil demande d’abord votre nouvelle clé d’accès.",
    "means_codes": "Les codes de récupération créés avec une clé d’accès cessent de fonctionner quand elle est supprimée.",
    "choose": "Choisissez d’abord la clé d’accès que vous avez perdue.",
    "removing": "Utilisez d’abord votre nouvelle clé d’accès. La clé perdue est ensuite supprimée.",
    "remove_later": "Vous pourrez aussi supprimer une clé d’accès perdue plus tard, dans la liste :",
    "done_heading": "C’est terminé",
    "done_lead": "Supprimé\u00a0: {names}. Désormais, connectez-vous avec votre nouvelle clé d’accès.",
    "done_none": "Désormais, vous pouvez vous connecter avec votre nouvelle clé d’accès.",
    "passkeys": "Vos clés d’accès"
  }
};
