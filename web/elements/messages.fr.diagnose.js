// French sentences of messages.en.diagnose.js.
export default {
  "diagnose": {
    "heading": "Vérifier ce navigateur",
    "all_good": "Rien ici ne gêne les clés d’accès. Rien n’a été modifié.",
    "some_bad": "Un point ici demande votre attention. Rien n’a été modifié.",
    "good": "En ordre",
    "note": "À noter",
    "bad": "Problème",
    "unknown": "N’a pas pu être vérifié\u00a0: {checks}.",
    "again": "Vérifier de nouveau",
    "text_heading": "Texte pour l’assistance",
    "text_lead": "Si vous demandez de l’aide à l’assistance, joignez ce texte. Il ne contient ni mot de passe, ni cookie, ni jeton.",
    "copy": "Copier le texte",
    "copied": "Texte copié.",
    "not_copied": "La copie a échoué. Le texte est sélectionné\u00a0: copiez-le avec le clavier.",
    "by_phone": "Au téléphone, lisez ce code\u00a0: {code}",
    "help_page": "Demander de l’aide",
    "secure": {
      "ok": "Cette page a une connexion sécurisée.",
      "insecure": "Cette page a été ouverte sans connexion sécurisée. Ouvrez-la de nouveau avec https:// au début de l’adresse."
    },
    "passkeys": {
      "ok": "Ce navigateur prend en charge les clés d’accès.",
      "missing": "Ce navigateur ne peut pas utiliser de clés d’accès sur cette page. Mettez-le à jour ou utilisez un autre navigateur."
    },
    "authenticator": {
      "ok": "Cet appareil peut vérifier que c’est bien vous, par verrouillage de l’écran, empreinte ou visage.",
      "none": "Cet appareil ne peut pas vérifier que c’est bien vous. Configurez un verrouillage de l’écran, ou utilisez votre téléphone ou une clé de sécurité."
    },
    "autofill": {
      "ok": "Ce navigateur peut proposer les clés d’accès dans le champ de connexion.",
      "none": "Ce navigateur ne propose pas les clés d’accès dans le champ de connexion. Utilisez le bouton prévu pour elles."
    },
    "extension": {
      "ok": "Aucune extension n’a remplacé la gestion des clés d’accès de ce navigateur.",
      "replaced": "Une extension, comme un gestionnaire de mots de passe, gère les clés d’accès dans ce navigateur. Si les demandes échouent, déverrouillez-la ou désactivez-la.",
      "broken": "Quelque chose empêche cette page d’utiliser les clés d’accès, sans doute une extension. Désactivez les extensions ou utilisez un autre navigateur."
    },
    "private": {
      "ok": "Rien n’indique une fenêtre privée.",
      "likely": "Cette fenêtre est peut-être privée. Elle oublie vite que vous êtes connecté. S’il manque quelque chose, utilisez une fenêtre normale."
    },
    "clock": {
      "ok": "L’horloge de votre appareil est à l’heure.",
      "ahead": "L’horloge de votre appareil avance de {time}. Les codes d’une application d’authentification sont acceptés à 30 secondes près\u00a0: faites régler l’heure automatiquement dans les réglages de l’appareil.",
      "behind": "L’horloge de votre appareil retarde de {time}. Les codes d’une application d’authentification sont acceptés à 30 secondes près\u00a0: faites régler l’heure automatiquement dans les réglages de l’appareil."
    },
    "kratos_clock": {
      "ok": "De notre côté, les horloges concordent.",
      "apart": "De notre côté, les horloges diffèrent de {time}. Vous n’y pouvez rien\u00a0: prévenez l’assistance."
    },
    "cookie": {
      "ok": "Le cookie de connexion parvient à {app}.",
      "none": "Aucun cookie de connexion ne parvient à {app}. Si vous vous êtes connecté, autorisez les cookies de ce site dans votre navigateur.",
      "blocked": "Ce navigateur bloque les cookies. Autorisez-les pour ce site."
    },
    "session": {
      "ok": "Vous êtes connecté.",
      "none": "Vous n’êtes pas connecté.",
      "ended": "Votre session a expiré. Reconnectez-vous.",
      "partial": "Vous êtes connecté, et il manque encore votre second facteur.",
      "conflict": "Votre navigateur est connecté à deux comptes différents à la fois. Supprimez les cookies de ce site dans votre navigateur, puis reconnectez-vous.",
      "failed": "La connexion n’a pas pu être vérifiée de notre côté. Réessayez dans une minute ou contactez l’assistance."
    },
    "origin": {
      "ok": "Les clés d’accès fonctionnent à l’adresse de cette page.",
      "unlisted": "Cette page a une adresse qui n’est pas autorisée. Ouvrez {app} à son adresse habituelle. Si vous y êtes déjà, contactez l’assistance.",
      "no_passkeys": "Les clés d’accès ne fonctionnent pas à l’adresse de cette page. Ouvrez {app} à son adresse habituelle. Si vous y êtes déjà, contactez l’assistance.",
      "proxy": "Un serveur intermédiaire change l’adresse de cette page. Vous n’y pouvez rien\u00a0: prévenez l’assistance.",
      "unreached": "{app} est injoignable. Vérifiez votre connexion et réessayez."
    }
  }
};
