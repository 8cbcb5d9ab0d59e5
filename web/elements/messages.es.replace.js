// Spanish sentences of messages.en.replace.js.
export default {
  "replace": {
    "heading": "Configurar una llave de acceso nueva",
    "lead": "Tu código se ha aceptado. Puedes configurar una llave de acceso hasta las {time}. No necesitas la que perdiste.",
    "action": "Configurar una llave de acceso nueva"
  }
};
