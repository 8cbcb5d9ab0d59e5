// French sentences of messages.en.js.
export default {
  "lang": "fr",
  "dir": "ltr",
  "common": {
    "cant_use": "Je ne peux pas utiliser ma clé d’accès",
    "working": "Veuillez patienter…",
    "waiting": "En attente de votre clé d’accès. Suivez les instructions de votre appareil.",
    "cancel": "Annuler",
    "cancelled": "Rien n’a été modifié. Réessayez quand vous voulez.",
    "continue": "Continuer",
    "open_at": "Ouvrir {address}",
    "confirmed": "Confirmé",
    "confirmed_lead": "Merci. Vous pouvez reprendre là où vous en étiez.",
    "confirmed_going": "Confirmé. Nous vous ramenons à votre page…",
    "synced": "Synchronisée",
    "device_only": "Sur un seul appareil",
    "security_key": "Clé de sécurité"
  },
  "signed_out": {
    "heading": "Connectez-vous d’abord",
    "lead": "Vous n’êtes pas connecté ou votre session a expiré. Connectez-vous à {app} et vous reviendrez sur cette page.",
    "sign_in": "Se connecter"
  },
  "failure": {
    "kratos": "Confirmer autrement"
  },
  "errors": {
    "not_supported": {
      "what": "Ce navigateur ne prend pas en charge les clés d’accès.",
      "next": "Mettez-le à jour ou ouvrez cette page dans un autre navigateur."
    },
    "insecure_context": {
      "what": "Cette page a été ouverte sans connexion sécurisée.",
      "next": "Ouvrez-la de nouveau avec https:// au début de l’adresse."
    },
    "wrong_domain": {
      "what": "Les clés d’accès ne fonctionnent pas à l’adresse de cette page.",
      "next": "Ouvrez {app} à son adresse habituelle. Si vous y êtes déjà, contactez l’assistance."
    },
    "network": {
      "what": "Impossible de joindre {app}.",
      "next": "Vérifiez votre connexion et réessayez."
    },
    "unknown": {
      "what": "Une erreur s’est produite.",
      "next": "Réessayez. Si le problème persiste, contactez l’assistance."
    }
  }
};
