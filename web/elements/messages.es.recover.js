// Spanish sentences of messages.en.recover.js.
export default {
  "recover": {
    "heading": "Usar un código de recuperación",
    "lead": "¿Has perdido el dispositivo con tu llave de acceso? Usa uno de tus códigos de recuperación.",
    "means_session": "Confirma que eres tú, solo en esta sesión.",
    "means_passkey": "Te permite configurar una llave de acceso nueva en un plazo de 15 minutos.",
    "means_login": "Confirma este inicio de sesión y te permite configurar una llave de acceso nueva en un plazo de 15 minutos.",
    "means_once": "Funciona una sola vez. Táchalo de tu lista.",
    "code": "Código de recuperación",
    "hint": "En mayúsculas o minúsculas, con o sin guiones.",
    "action": "Usar código",
    "empty": "Introduce primero uno de tus códigos de recuperación.",
    "malformed": "Esto no es un código de recuperación: un código tiene doce letras y números. Compáralo con tu lista. No ha contado como intento.",
    "checking": "Comprobando tu código…",
    "going": "Código aceptado. Redirigiendo…",
    "done_heading": "Tu código se ha aceptado",
    "done_lead": "Configura ahora una llave de acceso nueva: no necesitas la que perdiste. Tienes 15 minutos; después necesitarás otro código.",
    "left": {
      "one": "Queda {left} código.",
      "other": "Quedan {left} códigos."
    },
    "low": "Crea otros nuevos cuando vuelvas a tener una llave de acceso.",
    "locked_heading": "Demasiados códigos incorrectos",
    "locked_lead": "Los códigos de recuperación están bloqueados para que nadie pueda adivinarlos. Vuelve a intentarlo después de las {time}.",
    "locked_passkeys": "Tus llaves de acceso siguen funcionando.",
    "again": "Probar con otro código",
    "signed_out_heading": "Inicia sesión primero",
    "signed_out_lead": "Un código de recuperación sustituye a tu llave de acceso, no a tu contraseña. Inicia sesión en {app} con tu contraseña o con otro método disponible y volverás a esta página.",
    "help_heading": "¿No tienes códigos a mano?",
    "help_lead": "El equipo de {app} puede comprobar que eres tú y darte un código válido durante una hora.",
    "help_page": "Pedir ayuda",
    "help_neutral": "Ponte en contacto con el equipo de asistencia de {app} o con el administrador de tu cuenta. Pueden comprobar que eres tú y darte un código válido durante una hora."
  },
  "errors": {
    "recovery_code_rejected": {
      "what": "No se ha aceptado este código de recuperación.",
      "next": "Compáralo con tu lista y vuelve a intentarlo. Cada código funciona una sola vez. Tras cinco códigos incorrectos, tendrás que esperar 15 minutos."
    },
    "locked": {
      "what": "Demasiados códigos incorrectos.",
      "next": "Espera 15 minutos y vuelve a intentarlo."
    }
  }
};
