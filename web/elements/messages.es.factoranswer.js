// Spanish sentences of messages.en.factoranswer.js.
export default {
  "factors": {
    "confirming": "Es posible que tu dispositivo pida primero una llave de acceso para asegurarse de que eres tú.",
    "confirmed": "Gracias. A partir de ahora cuenta como tuyo.",
    "confirm": {
      "totp": "¿Eliminar la aplicación de autenticación?",
      "lookup_secret": "¿Eliminar los códigos de respaldo?",
      "webauthn": "¿Eliminar la llave de seguridad?",
      "passkey": "¿Eliminar la llave de acceso de tus ajustes de inicio de sesión?",
      "code": "¿Desactivar los códigos por correo electrónico o SMS?",
      "password": "¿Indicar que la contraseña no es tuya?",
      "oidc": "¿Indicar que el vínculo con otro servicio de inicio de sesión no es tuyo?",
      "address": "¿Indicar que la dirección de correo electrónico o el número de teléfono no es tuyo?",
      "other": "¿Eliminar este segundo factor?"
    },
    "confirm_means": "Se elimina de tu cuenta y ya no sirve para confirmar que eres tú.",
    "confirm_means_first": "Ya no cuenta junto con una llave de seguridad sin PIN. Todavía sirve para iniciar sesión hasta que lo cambies en tus ajustes de inicio de sesión.",
    "confirm_sessions": "Se cierra la sesión de tu cuenta en todos los demás dispositivos y navegadores.",
    "confirm_password": "Cambia después tu contraseña: la persona que lo añadió la conocía.",
    "confirm_password_first": "Cámbialo después allí. Si has perdido una llave de seguridad, elimina aquí su llave de acceso.",
    "confirm_action": "Eliminar",
    "confirm_action_first": "No es mío",
    "cancel": "Cancelar",
    "removed": "Se ha eliminado y se ha cerrado la sesión de todos menos la tuya. Cambia tu contraseña ahora: la persona que lo añadió la conocía.",
    "removed_pending": "Se ha eliminado. Se cerrará la sesión de todos menos la tuya en cuanto responda el servidor de inicio de sesión. Cambia tu contraseña ahora: la persona que lo añadió la conocía.",
    "kept_now_pending": "No se ha podido eliminar automáticamente. Aquí ya no cuenta y se ha avisado al equipo de asistencia. Se cerrará la sesión de todos menos la tuya en cuanto responda el servidor de inicio de sesión. Cambia tu contraseña ahora.",
    "kept_now": "No se ha podido eliminar automáticamente. Aquí ya no cuenta y se ha avisado al equipo de asistencia. Se ha cerrado la sesión de todos menos la tuya. Cambia tu contraseña ahora.",
    "kept_now_first": "Se ha cerrado la sesión de todos menos la tuya y se ha avisado al equipo de asistencia. Cámbialo ahora en tus ajustes de inicio de sesión: hasta entonces, todavía sirve para iniciar sesión. Si has perdido una llave de seguridad, elimina aquí su llave de acceso.",
    "kept_now_first_pending": "Se cerrará la sesión de todos menos la tuya en cuanto responda el servidor de inicio de sesión y se ha avisado al equipo de asistencia. Cámbialo ahora en tus ajustes de inicio de sesión: hasta entonces, todavía sirve para iniciar sesión. Si has perdido una llave de seguridad, elimina aquí su llave de acceso.",
    "missing": "Ya se había eliminado. La página está ahora actualizada.",
    "kept": {
      "totp": "Tu cuenta tiene una aplicación de autenticación que no es tuya",
      "lookup_secret": "Tu cuenta tiene códigos de respaldo que no son tuyos",
      "webauthn": "Tu cuenta tiene una llave de seguridad que no es tuya",
      "passkey": "Tus ajustes de inicio de sesión tienen una llave de acceso que no es tuya",
      "code": "Se envían códigos a una dirección que no es tuya",
      "password": "Tu cuenta tiene una contraseña que no es tuya",
      "oidc": "Tu cuenta está vinculada a un servicio de inicio de sesión que no es tuyo",
      "address": "Tu cuenta tiene una dirección de correo electrónico o un número de teléfono que no es tuyo",
      "other": "Tu cuenta tiene un segundo factor que no es tuyo"
    },
    "kept_means": "No se ha podido eliminar automáticamente. Aquí no cuenta y se ha avisado al equipo de asistencia.",
    "kept_means_first": "Todavía sirve para iniciar sesión hasta que lo cambies en tus ajustes de inicio de sesión. No cuenta junto con una llave de seguridad sin PIN. Se ha avisado al equipo de asistencia."
  }
};
