// French sentences of messages.en.secondstep.js.
export default {
  "common": {
    "synced_means": "Vous pouvez l’utiliser sur tout appareil connecté au même gestionnaire de mots de passe.",
    "device_only_means": "Elle reste sur cet appareil. Configurez-en une deuxième ailleurs pour ne pas perdre l’accès à votre compte si vous perdez cet appareil.",
    "other_device_means": "Elle reste sur le téléphone ou l’autre appareil où vous l’avez créée. Configurez-en une deuxième ailleurs pour ne pas perdre l’accès à votre compte si vous perdez cet autre appareil.",
    "security_key_means": "Elle reste sur cette clé de sécurité. Configurez-en une deuxième ailleurs pour ne pas perdre l’accès à votre compte si vous perdez cette clé de sécurité."
  },
  "setup": {
    "done_heading": "Votre clé d’accès est prête",
    "upgraded_heading": "Une clé d’accès a été créée",
    "done_lead": "«\u00a0{name}\u00a0» a été configurée. Utilisez-la à votre prochaine connexion.",
    "refused_lead": "«\u00a0{name}\u00a0» a été configurée. Elle peut confirmer votre identité, mais vous ne pouvez pas vous connecter avec elle pour le moment. Gardez un autre moyen de vous connecter et prévenez l’assistance.",
    "second": "Ajouter une deuxième clé d’accès",
    "second_lead": "Créez une deuxième clé d’accès sur un autre appareil, votre téléphone ou une clé de sécurité.",
    "second_twice": "Votre appareil vous sollicitera deux fois\u00a0: d’abord pour utiliser une clé d’accès que vous avez déjà, puis pour créer la nouvelle.",
    "codes": "Créer des codes de récupération",
    "codes_lead": "Créez ensuite des codes de récupération à imprimer ou à enregistrer. Si vous perdez votre clé d’accès, l’un d’eux vous permet d’en créer une nouvelle.",
    "making_codes": "Création de vos codes. Votre appareil demande d’abord votre clé d’accès.",
    "way_heading": "Au cas où vous perdriez votre clé d’accès",
    "way_lead": "Configurez un deuxième moyen d’accès pour ne pas perdre l’accès à votre compte.",
    "way_required_lead": "{app} exige un deuxième moyen d’accès, pour que vous puissiez toujours vous connecter si vous perdez votre clé d’accès.",
    "way_grace_lead": "À partir du {date}, {app} exige un deuxième moyen d’accès, pour que vous puissiez toujours vous connecter si vous perdez votre clé d’accès.",
    "way_done_heading": "Vous avez un deuxième moyen d’accès",
    "way_done_lead": "Si vous perdez votre clé d’accès, connectez-vous comme d’habitude et utilisez l’un de vos codes de récupération.",
    "show_lead": "Une dernière étape\u00a0: utilisez-la une fois maintenant.",
    "show": "L’utiliser et continuer"
  }
};
