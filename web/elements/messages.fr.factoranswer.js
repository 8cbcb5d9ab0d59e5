// French sentences of messages.en.factoranswer.js.
export default {
  "factors": {
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
    "removed": "L’élément a été supprimé et toutes les autres personnes ont été déconnectées. Changez votre mot de passe maintenant\u00a0: la personne qui a fait cet ajout le connaissait.",
    "removed_pending": "L’élément a été supprimé. Toutes les autres personnes seront déconnectées dès que le serveur de connexion répondra. Changez votre mot de passe maintenant\u00a0: la personne qui a fait cet ajout le connaissait.",
    "kept_now_pending": "La suppression automatique n’a pas été possible. L’élément ne compte plus ici et l’assistance a été prévenue. Toutes les autres personnes seront déconnectées dès que le serveur de connexion répondra. Changez votre mot de passe maintenant.",
    "kept_now": "La suppression automatique n’a pas été possible. L’élément ne compte plus ici et l’assistance a été prévenue. Toutes les autres personnes ont été déconnectées. Changez votre mot de passe maintenant.",
    "kept_now_first": "Toutes les autres personnes ont été déconnectées et l’assistance a été prévenue. Modifiez cet élément maintenant dans vos paramètres de connexion\u00a0: d’ici là, il permet encore de se connecter. Si vous avez perdu une clé de sécurité, supprimez ici sa clé d’accès.",
    "kept_now_first_pending": "Toutes les autres personnes seront déconnectées dès que le serveur de connexion répondra et l’assistance a été prévenue. Modifiez cet élément maintenant dans vos paramètres de connexion\u00a0: d’ici là, il permet encore de se connecter. Si vous avez perdu une clé de sécurité, supprimez ici sa clé d’accès.",
    "missing": "Cet élément avait déjà été supprimé. La page est maintenant à jour.",
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
    "kept_means_first": "L’élément permet encore de se connecter jusqu’à ce que vous le modifiiez dans vos paramètres de connexion. Il ne compte pas avec une clé de sécurité sans code PIN. L’assistance a été prévenue."
  }
};
