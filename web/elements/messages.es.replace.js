// Spanish sentences of messages.en.replace.js.
export default {
  "replace": {
    "heading": "Configurar una llave de acceso nueva",
    "lead": "Tu código se ha aceptado. Puedes configurar una llave de acceso hasta las {time}. No necesitas la que perdiste.",
    "action": "Configurar una llave de acceso nueva",
    "ready_heading": "Tu nueva llave de acceso está lista",
    "ready_lead": "Elimina ahora la llave de acceso que perdiste, para que nadie más pueda usarla.",
    "remove": "Eliminar la llave de acceso perdida",
    "none": "Las tengo todas todavía"
  }
};
