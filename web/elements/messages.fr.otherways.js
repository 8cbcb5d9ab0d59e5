// French sentences of messages.en.otherways.js.
export default {
  "otherways": {
    "codes": {
      "one": "Il vous reste {left} code de récupération. Il confirme votre identité et vous permet de configurer une nouvelle clé d’accès.",
      "other": "Il vous reste {left} codes de récupération. L’un d’eux confirme votre identité et vous permet de configurer une nouvelle clé d’accès."
    },
    "no_codes": "Vous n’avez pas de codes de récupération.",
    "kratos": "Vous pouvez aussi confirmer votre identité autrement.",
    "code": "Utiliser un code de récupération",
    "kratos_action": "Confirmer autrement",
    "enrol": "Votre code de récupération a été accepté. Vous pouvez maintenant configurer une nouvelle clé d’accès.",
    "enrol_action": "Configurer une nouvelle clé d’accès",
    "gate": "Si vous avez des codes de récupération, l’un d’eux termine cette connexion et vous permet de configurer une nouvelle clé d’accès.",
    "login": "Connectez-vous d’abord autrement, par exemple avec votre mot de passe. Un code de récupération vous permet ensuite de configurer une nouvelle clé d’accès.",
    "help": "L’équipe {app} peut vérifier votre identité et vous aider à configurer une nouvelle clé d’accès.",
    "help_page": "Demander de l’aide",
    "help_neutral": "Contactez l’assistance de {app} ou l’administrateur de votre compte. Ils peuvent vérifier votre identité et vous aider à configurer une nouvelle clé d’accès."
  }
};
