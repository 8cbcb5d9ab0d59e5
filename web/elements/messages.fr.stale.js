// French sentences of messages.en.stale.js.
export default {
  "stale": {
    "heading": "Reconnectez-vous",
    "lead": "Votre connexion remonte à un certain temps. Reconnectez-vous à {app} et vous reviendrez sur cette page.",
    "sign_out": "Déconnectez-vous, reconnectez-vous avec votre second facteur, puis revenez.",
    "sign_out_action": "Se déconnecter et se reconnecter"
  }
};
