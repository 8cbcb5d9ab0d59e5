// French sentences of messages.en.questions.js.
export default {
  "setup": {
    "heading": "Connectez-vous plus vite avec une clé d’accès",
    "lead": "Une clé d’accès vous permet de vous connecter à {app} comme vous déverrouillez votre appareil.",
    "account": "Pour votre compte {login}",
    "about_what": "Qu’est-ce qu’une clé d’accès\u00a0?",
    "about_what_more": "Une autre façon de vous connecter, en plus de votre mot de passe. Vous n’avez rien à retenir et elle ne fonctionne pas sur les faux sites.",
    "about_where": "Où est-elle enregistrée\u00a0?",
    "about_where_more": "Dans le gestionnaire de mots de passe de votre appareil ou sur une clé de sécurité. Votre empreinte digitale et votre visage ne quittent jamais votre appareil.",
    "about_lost": "Et si je perds mon téléphone\u00a0?",
    "about_lost_more": "Si votre gestionnaire de mots de passe la synchronise, elle est aussi sur vos autres appareils. Sinon, il vous faut une deuxième clé d’accès sur un autre appareil.",
    "about_lost_more_codes": "Si votre gestionnaire de mots de passe la synchronise, elle est aussi sur vos autres appareils. Sinon, les codes de récupération vous aident\u00a0: vous pouvez les créer à l’étape suivante.",
    "action": "Créer une clé d’accès"
  }
};
