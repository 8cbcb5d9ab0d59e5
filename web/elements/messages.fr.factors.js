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
    "no_first": "Non, cela ne vient pas de moi"
  }
};
