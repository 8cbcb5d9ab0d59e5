// French sentences of messages.en.replace.js.
export default {
  "replace": {
    "heading": "Configurer une nouvelle clé d’accès",
    "lead": "Votre code a été accepté. Vous pouvez configurer une clé d’accès jusqu’à {time}. Vous n’avez pas besoin de celle que vous avez perdue.",
    "action": "Configurer une nouvelle clé d’accès"
  }
};
