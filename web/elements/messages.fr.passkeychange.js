// French sentences of messages.en.passkeychange.js.
export default {
  "passkeys": {
    "another": "Utiliser plutôt un téléphone ou une clé de sécurité",
    "adding": "Votre appareil peut vous demander deux fois\u00a0: d’abord une clé d’accès que vous avez déjà, puis de créer la nouvelle.",
    "added": "«\u00a0{name}\u00a0» a été ajoutée.",
    "removed": "«\u00a0{name}\u00a0» a été supprimée.",
    "removed_pending": "«\u00a0{name}\u00a0» a été supprimée. Les appareils connectés avec elle seront déconnectés dès que le serveur de connexion répondra.",
    "removed_codes": "Vos codes de récupération ont été créés avec elle et ne fonctionnent plus. Créez-en de nouveaux.",
    "removed_codes_last": "Vos codes de récupération ont été créés avec elle et ne fonctionnent plus.",
    "removed_keys": "Les clés d’administration créées avec elle fonctionnent toujours\u00a0: {keys}. Dans la console d’administration, révoquez celles dont vous n’avez plus besoin.",
    "confirm_heading": "Supprimer «\u00a0{name}\u00a0»\u00a0?",
    "confirm_synced": "Vous ne pourrez plus vous connecter avec elle sur aucun des appareils où elle est synchronisée. Cette action est irréversible.",
    "confirm_device": "Vous ne pourrez plus vous connecter avec elle. Cette action est irréversible.",
    "confirm_second": "Vous ne pourrez plus confirmer votre identité avec elle. Vous vous connecterez comme avant. Cette action est irréversible.",
    "confirm_last": "C’est la seule clé d’accès avec laquelle vous pouvez vous connecter. Ensuite, vous vous connecterez avec votre mot de passe ou une autre méthode proposée par {app}.",
    "confirm_others": {
      "one": "Vous pouvez encore vous connecter avec {count} autre clé d’accès.",
      "other": "Vous pouvez encore vous connecter avec {count} autres clés d’accès."
    },
    "confirm_codes": {
      "one": "Il vous reste {left} code de récupération, mais il ne suffit pas à vous connecter.",
      "other": "Il vous reste {left} codes de récupération, mais ils ne suffisent pas à vous connecter."
    },
    "confirm_ends_codes": "Vos codes de récupération ont été créés avec elle et cesseront de fonctionner. Créez-en de nouveaux ensuite.",
    "confirm_ends_codes_last": "Vos codes de récupération ont été créés avec elle et cesseront de fonctionner.",
    "confirm_copy": "Votre appareil ou gestionnaire de mots de passe peut en garder une copie. Elle ne fonctionne plus et vous pouvez l’y supprimer.",
    "confirm_action": "Supprimer la clé d’accès",
    "keep": "Conserver",
    "gone_heading": "Vous avez supprimé votre dernière clé d’accès, «\u00a0{name}\u00a0»",
    "gone_lead": "Désormais, vous vous connectez avec votre mot de passe ou une autre méthode proposée par {app}. Vous pouvez configurer une nouvelle clé d’accès à tout moment.",
    "gone_codes": {
      "one": "Il vous reste {left} code de récupération, mais il ne suffit pas à vous connecter.",
      "other": "Il vous reste {left} codes de récupération, mais ils ne suffisent pas à vous connecter."
    },
    "removing": "Suppression de la clé d’accès. Votre appareil demande d’abord une clé d’accès pour s’assurer que c’est bien vous.",
    "new_name": "Nouveau nom",
    "save": "Enregistrer",
    "cancel": "Annuler",
    "renamed": "La clé d’accès s’appelle maintenant «\u00a0{name}\u00a0».",
    "missing": "«\u00a0{name}\u00a0» avait déjà été supprimée, dans une autre fenêtre ou par l’assistance. La liste est maintenant à jour."
  }
};
