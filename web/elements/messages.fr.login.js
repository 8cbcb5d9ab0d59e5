// French sentences of messages.en.login.js.
export default {
  "login": {
    "heading": "Se connecter à {app}",
    "lead": "Utilisez votre empreinte digitale, votre visage, votre verrouillage d’écran ou votre clé de sécurité.",
    "identifier": "E-mail ou nom d’utilisateur (facultatif)",
    "identifier_hint": "À remplir seulement si votre clé de sécurité n’enregistre pas votre compte.",
    "action": "Se connecter avec une clé d’accès",
    "other_domain": "Utiliser une clé d’accès de {domain}",
    "another_device": "Utiliser un téléphone ou une clé de sécurité",
    "other": "Se connecter autrement",
    "cancelled": "La connexion n’est pas terminée. Réessayez quand vous voulez.",
    "going": "Connexion réussie. Redirection…",
    "done_heading": "Connexion réussie",
    "accepted_heading": "Votre clé d’accès a été acceptée",
    "done_lead": "Vous avez utilisé la clé d’accès «\u00a0{name}\u00a0».",
    "account": "Identifiant du compte",
    "over_heading": "Cette connexion ne peut pas se poursuivre ici.",
    "over_lead": "Elle appartient à un autre navigateur ou est trop ancienne. Recommencez la connexion.",
    "over_action": "Se reconnecter"
  }
};
