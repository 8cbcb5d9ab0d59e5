// French sentences of messages.en.codesheet.js.
export default {
  "recovery-codes": {
    "making": "Création de vos codes. Si votre appareil le demande, confirmez avec une clé d’accès.",
    "confirm_heading": "Créer de nouveaux codes de récupération\u00a0?",
    "confirm_lead": "Tous vos codes actuels cessent immédiatement de fonctionner, même ceux que vous avez imprimés.",
    "keep": "Garder mes codes",
    "new_heading": "Vos nouveaux codes de récupération",
    "new_lead": "Ils ne sont affichés qu’une seule fois. Conservez-les là où vous pourrez les retrouver sans cet appareil\u00a0: sur papier ou dans votre gestionnaire de mots de passe.",
    "list": "Codes de récupération",
    "copy": "Copier",
    "copied": "Codes copiés. Collez-les en lieu sûr.",
    "not_copied": "La copie a échoué. Les codes sont sélectionnés\u00a0: copiez-les avec le clavier.",
    "download": "Télécharger",
    "downloaded": "Les codes ont été enregistrés dans vos téléchargements.",
    "print": "Imprimer",
    "kept": "Je les ai enregistrés",
    "done": "Vos codes de récupération sont prêts.",
    "file_name": "{app}-codes-de-recuperation.txt",
    "file_title": "Codes de récupération pour {app}",
    "file_date": "Créés le {date}.",
    "file_use": "Si vous perdez votre clé d’accès, connectez-vous à {app} comme d’habitude, choisissez «\u00a0Utiliser un code de récupération\u00a0» et saisissez l’un de ces codes. Chaque code ne fonctionne qu’une fois. Créer de nouveaux codes invalide ceux-ci."
  },
  "errors": {
    "conflict": {
      "what": "Des codes viennent d’être créés, peut-être par vous dans un autre onglet, ou autre chose a modifié votre compte.",
      "next": "Si vous avez conservé ces codes, utilisez-les. Sinon, attendez dix secondes, actualisez la page et réessayez."
    }
  }
};
