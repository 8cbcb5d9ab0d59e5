// Spanish sentences of messages.en.localpasskey.js.
export default {
  "localpasskey": {
    "heading": "¿Crear una llave de acceso en este dispositivo?",
    "lead": "Has iniciado sesión con tu teléfono u otro dispositivo. Con una llave de acceso en este dispositivo, la próxima vez no necesitarás el otro. Hazlo solo en un dispositivo tuyo.",
    "action": "Crear una llave de acceso",
    "later": "Ahora no",
    "cancelled": "No se ha creado ninguna llave de acceso. Has iniciado sesión.",
    "done": "Tu llave de acceso en este dispositivo está lista."
  }
};
