// Spanish sentences of messages.en.step-up.js.
export default {
  "step-up": {
    "heading": "Confirma que eres tú",
    "lead": "Necesitas tu llave de acceso para continuar.",
    "action": "Confirmar con tu llave de acceso",
    "none_heading": "Todavía no tienes ninguna llave de acceso",
    "none_lead": "Configura una primero. Después podrás usarla para confirmar que eres tú.",
    "none_action": "Configurar una llave de acceso",
    "gate_lead": "Tu contraseña es correcta. Usa tu llave de acceso para terminar de iniciar sesión.",
    "barred_heading": "Tu llave de acceso no se puede usar en este momento",
    "barred_lead": "Es posible que esté suspendida. Esto es lo que puedes hacer:",
    "none_kratos_lead": "Confirma que eres tú con tu segundo factor. Después también podrás configurar una llave de acceso.",
    "kratos": "Usar mi segundo factor",
    "other_heading": "Confirma de otra forma que eres tú",
    "other_lead": "Ninguna de tus llaves de acceso puede confirmar aquí que eres tú. Esto es lo que puedes hacer:",
    "fresh_heading": "Ya lo has confirmado",
    "fresh_lead": "Aquí no hay nada más que hacer. Puedes seguir donde lo dejaste.",
    "fresh_alone_lead": "Aquí no hay nada más que hacer. Puedes cerrar esta página.",
    "again": "Confirmar de nuevo",
    "cancelled": "No se ha confirmado nada. Vuelve a intentarlo cuando quieras.",
    "over_heading": "Vuelve a iniciar sesión",
    "over_lead": "Este inicio de sesión ha caducado: tienes cinco minutos para usar tu llave de acceso.",
    "over_action": "Volver a iniciar sesión"
  }
};
