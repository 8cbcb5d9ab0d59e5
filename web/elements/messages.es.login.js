// Spanish sentences of messages.en.login.js.
export default {
  "login": {
    "heading": "Iniciar sesión en {app}",
    "lead": "Usa tu huella digital, tu cara, tu bloqueo de pantalla o tu llave de seguridad.",
    "identifier": "Correo electrónico o nombre de usuario (opcional)",
    "identifier_hint": "Rellénalo solo si tu llave de seguridad no guarda tu cuenta.",
    "action": "Iniciar sesión con una llave de acceso",
    "other_domain": "Usar una llave de acceso de {domain}",
    "another_device": "Usar un teléfono o una llave de seguridad",
    "other": "Iniciar sesión de otra forma",
    "cancelled": "Todavía no has iniciado sesión. Vuelve a intentarlo cuando quieras.",
    "going": "Sesión iniciada. Redirigiendo…",
    "done_heading": "Has iniciado sesión",
    "accepted_heading": "Tu llave de acceso se ha aceptado",
    "done_lead": "Has usado la llave de acceso «{name}».",
    "account": "ID de la cuenta",
    "over_heading": "Este inicio de sesión no puede continuar aquí.",
    "over_lead": "Pertenece a otro navegador o es demasiado antiguo. Inicia sesión desde el principio.",
    "over_action": "Volver a iniciar sesión"
  }
};
