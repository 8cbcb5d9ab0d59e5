// Spanish sentences of messages.en.lostpasskey.js.
export default {
  "replace": {
    "question": "¿Cuál perdiste?",
    "created": "Configurada el",
    "last_used": "Usada por última vez el",
    "means": "La eliminación no se puede deshacer. Tu dispositivo pide primero tu nueva llave de acceso.",
    "means_codes": "Los códigos de recuperación creados con una llave de acceso dejan de funcionar cuando se elimina.",
    "choose": "Elige primero la llave de acceso que perdiste.",
    "removing": "Usa primero tu nueva llave de acceso. Después se eliminará la perdida.",
    "remove_later": "También puedes eliminar más tarde una llave de acceso perdida, en la lista:",
    "done_heading": "Ya está todo listo",
    "done_lead": "Se ha eliminado: {names}. A partir de ahora, inicia sesión con tu nueva llave de acceso.",
    "done_none": "A partir de ahora, puedes iniciar sesión con tu nueva llave de acceso.",
    "passkeys": "Tus llaves de acceso"
  }
};
