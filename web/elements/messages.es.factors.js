// Spanish sentences of messages.en.factors.js.
export default {
  "factors": {
    "question": {
      "totp": "El {date} se añadió una aplicación de autenticación. ¿Es tuya?",
      "lookup_secret": "El {date} se crearon códigos de respaldo. ¿Son tuyos?",
      "webauthn": "El {date} se añadió una llave de seguridad. ¿Es tuya?",
      "passkey": "El {date} se añadió una llave de acceso a tus ajustes de inicio de sesión. ¿Es tuya?",
      "code": "El {date} se activaron los códigos por correo electrónico o SMS. ¿La dirección es tuya?",
      "password": "Tu cuenta tiene una contraseña nueva desde el {date}. ¿Es tuya?",
      "oidc": "Tu cuenta está vinculada a otro servicio de inicio de sesión desde el {date}. ¿La has vinculado tú?",
      "address": "Tu cuenta tiene una nueva dirección de correo electrónico o un nuevo número de teléfono desde el {date}. ¿Es tuyo?",
      "other": "El {date} se añadió otro segundo factor. ¿Es tuyo?"
    },
    "means": "Cualquiera que conozca tu contraseña puede añadirlo. Hasta que confirmes que es tuyo, no cuenta como segundo factor.",
    "means_first": "Alguien que encuentre tu llave de seguridad podría haberlo cambiado. Hasta que confirmes que es tuyo, no cuenta junto con una llave de seguridad sin PIN.",
    "yes": "Sí, es mío",
    "no": "No, eliminar",
    "no_first": "No, no es mío"
  }
};
