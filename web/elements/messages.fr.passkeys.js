// French sentences of messages.en.passkeys.js.
export default {
  "passkeys": {
    "heading": "Vos clés d’accès",
    "lead": "Vous pouvez vous connecter à {app} avec chacune de ces clés. Supprimez celles que vous n’utilisez plus.",
    "loading": "Chargement de vos clés d’accès…",
    "retry": "Actualiser",
    "back": "Retour à {app}",
    "add": "Ajouter une clé d’accès",
    "full": "Vous avez atteint le nombre maximal de clés d’accès. Supprimez-en une pour en ajouter une autre.",
    "count": "{count} sur {limit}",
    "not_mine": "L’une d’elles n’est pas à vous\u00a0?",
    "created": "Créée",
    "last_used": "Dernière utilisation",
    "never": "Pas encore utilisée",
    "kept_by": "configurée avec {provider}",
    "browser": "{browser} sur {system}",
    "used_here": "Utilisée dans ce navigateur",
    "suspended": "Suspendue",
    "rename": "Renommer",
    "rename_label": "Renommer «\u00a0{name}\u00a0»",
    "remove": "Supprimer",
    "remove_label": "Supprimer «\u00a0{name}\u00a0»",
    "activity": "Activité récente"
  }
};
