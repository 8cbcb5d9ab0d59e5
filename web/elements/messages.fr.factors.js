// French sentences of messages.en.factors.js.
export default {
  "factors": {
    "question": {
      "totp": "Une application d’authentification a été ajoutée le {date}. Est-ce la vôtre\u00a0?",
      "lookup_secret": "Des codes de secours ont été créés le {date}. Est-ce les vôtres\u00a0?",
      "webauthn": "Une clé de sécurité a été ajoutée le {date}. Est-ce la vôtre\u00a0?",
      "passkey": "Une clé d’accès a été ajoutée à vos paramètres de connexion le {date}. Est-ce la vôtre\u00a0?",
      "code": "Les codes par e-mail ou SMS ont été activés le {date}. L’adresse est-elle la vôtre\u00a0?",
      "password": "Votre compte a un nouveau mot de passe depuis le {date}. Est-ce le vôtre\u00a0?",
      "oidc": "Votre compte est associé à un autre service de connexion depuis le {date}. Cette association vient-elle de vous\u00a0?",
      "address": "Votre compte a une nouvelle adresse e-mail ou un nouveau numéro de téléphone depuis le {date}. Est-ce le vôtre\u00a0?",
      "other": "Un autre second facteur a été ajouté le {date}. Est-ce le vôtre\u00a0?"
    },
    "means": "Toute personne qui connaît votre mot de passe peut faire cet ajout. Tant que vous ne confirmez pas qu’il vient de vous, il ne compte pas comme second facteur.",
    "means_first": "Une personne qui trouve votre clé de sécurité a pu faire cette modification. Tant que vous ne confirmez pas qu’elle vient de vous, elle ne compte pas avec une clé de sécurité sans code PIN.",
    "yes": "Oui, cela vient de moi",
    "no": "Non, supprimer",
    "no_first": "Non, cela ne vient pas de moi",
    "confirming": "Votre appareil peut d’abord demander une clé d’accès pour s’assurer que c’est bien vous.",
    "confirmed": "Merci. Cet élément est désormais considéré comme le vôtre.",
    "confirm": {
      "totp": "Supprimer l’application d’authentification\u00a0?",
      "lookup_secret": "Supprimer les codes de secours\u00a0?",
      "webauthn": "Supprimer la clé de sécurité\u00a0?",
      "passkey": "Supprimer la clé d’accès de vos paramètres de connexion\u00a0?",
      "code": "Désactiver les codes par e-mail ou SMS\u00a0?",
      "password": "Signaler que le mot de passe n’est pas le vôtre\u00a0?",
      "oidc": "Signaler que l’association à un autre service de connexion ne vient pas de vous\u00a0?",
      "address": "Signaler que l’adresse e-mail ou le numéro de téléphone n’est pas le vôtre\u00a0?",
      "other": "Supprimer ce second facteur\u00a0?"
    },
    "confirm_means": "Cet élément est supprimé de votre compte et ne peut plus servir à confirmer votre identité.",
    "confirm_means_first": "Cet élément ne compte plus avec une clé de sécurité sans code PIN. Il permet encore de se connecter jusqu’à ce que vous le modifiiez dans vos paramètres de connexion.",
    "confirm_sessions": "Tous les autres appareils et navigateurs sont déconnectés de votre compte.",
    "confirm_password": "Changez ensuite votre mot de passe\u00a0: la personne qui a fait cet ajout le connaissait.",
    "confirm_password_first": "Modifiez-le ensuite dans ces paramètres. Si vous avez perdu une clé de sécurité, supprimez ici sa clé d’accès.",
    "confirm_action": "Supprimer",
    "confirm_action_first": "Cela ne vient pas de moi",
    "cancel": "Annuler",
    "removed": "L’élément a été supprimé et tous les autres ont été déconnectés. Changez votre mot de passe maintenant\u00a0: la personne qui a fait cet ajout le connaissait.",
    "removed_pending": "L’élément a été supprimé. Tous les autres seront déconnectés dès que le serveur de connexion répondra. Changez votre mot de passe maintenant\u00a0: la personne qui a fait cet ajout le connaissait.",
    "kept_now_pending": "La suppression automatique n’a pas été possible. L’élément ne compte plus ici et l’assistance a été prévenue. Tous les autres seront déconnectés dès que le serveur de connexion répondra. Changez votre mot de passe maintenant.",
    "kept_now": "La suppression automatique n’a pas été possible. L’élément ne compte plus ici et l’assistance a été prévenue. Tous les autres ont été déconnectés. Changez votre mot de passe maintenant.",
    "kept_now_first": "Tous les autres ont été déconnectés et l’assistance a été prévenue. Modifiez cet élément maintenant dans vos paramètres de connexion\u00a0: d’ici là, il permet encore de se connecter. Si vous avez perdu une clé de sécurité, supprimez ici sa clé d’accès.",
    "kept_now_first_pending": "Tous les autres seront déconnectés dès que le serveur de connexion répondra et l’assistance a été prévenue. Modifiez cet élément maintenant dans vos paramètres de connexion\u00a0: d’ici là, il permet encore de se connecter. Si vous avez perdu une clé de sécurité, supprimez ici sa clé d’accès.",
    "kept": {
      "totp": "Votre compte a une application d’authentification qui n’est pas la vôtre",
      "lookup_secret": "Votre compte a des codes de secours qui ne sont pas les vôtres",
      "webauthn": "Votre compte a une clé de sécurité qui n’est pas la vôtre",
      "passkey": "Vos paramètres de connexion ont une clé d’accès qui n’est pas la vôtre",
      "code": "Des codes sont envoyés à une adresse qui n’est pas la vôtre",
      "password": "Votre compte a un mot de passe qui n’est pas le vôtre",
      "oidc": "Votre compte est associé à un service de connexion qui n’est pas le vôtre",
      "address": "Votre compte a une adresse e-mail ou un numéro de téléphone qui n’est pas le vôtre",
      "other": "Votre compte a un second facteur qui n’est pas le vôtre"
    },
    "kept_means": "La suppression automatique n’a pas été possible. L’élément ne compte pas ici et l’assistance a été prévenue.",
    "kept_means_first": "L’élément permet encore de se connecter jusqu’à ce que vous le modifiiez dans vos paramètres de connexion. Il ne compte pas avec une clé de sécurité sans code PIN. L’assistance a été prévenue.",
    "missing": "Cet élément avait déjà été supprimé. La page est maintenant à jour."
  }
};
