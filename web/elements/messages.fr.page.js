// French sentences of messages.en.page.js.
export default {
  "noscript": "Cette page a besoin de JavaScript pour utiliser les clés d’accès. Activez-le et actualisez la page.",
  "switcher": {
    "label": "Langue",
    "name": "Français"
  },
  "title": {
    "setup": "Configurer une clé d’accès",
    "login": "Se connecter",
    "step-up": "Confirmer votre identité",
    "passkeys": "Vos clés d’accès",
    "recover": "Utiliser un code de récupération",
    "not-me": "Ce n’était pas moi",
    "diagnose": "Vérifier ce navigateur"
  },
  "problem": {
    "again": "Réessayer",
    "console": "Console d’administration",
    "not_found": {
      "what": "Il n’y a rien à cette adresse.",
      "next": "Vérifiez l’adresse. Si un lien vous a conduit ici, il est peut-être obsolète."
    },
    "invalid_request": {
      "what": "Cette adresse est incomplète ou contient une erreur.",
      "next": "Revenez là d’où vous veniez et réessayez."
    },
    "method_not_allowed": {
      "what": "Cette adresse ne peut pas être utilisée de cette façon.",
      "next": "Revenez là d’où vous veniez et réessayez."
    },
    "ceremony_invalid": {
      "what": "Cette connexion ne peut pas se poursuivre ici.",
      "next": "Elle appartient à un autre navigateur ou est trop ancienne. Recommencez la connexion."
    },
    "ceremony_expired": {
      "what": "Cette connexion a expiré.",
      "next": "Recommencez la connexion."
    },
    "unauthenticated": {
      "what": "Connectez-vous d’abord.",
      "next": "Vous n’êtes pas connecté ou votre session a expiré."
    },
    "step_up_required": {
      "what": "Confirmez d’abord votre identité.",
      "next": "Revenez ensuite à cette adresse."
    },
    "aal2_required": {
      "what": "Confirmez d’abord votre identité.",
      "next": "Revenez ensuite à cette adresse."
    },
    "enrolment_required": {
      "what": "Votre compte a besoin d’une clé d’accès.",
      "next": "Configurez-en une, puis revenez à cette adresse."
    }
  }
};
