// Spanish sentences of messages.en.otherways.js.
export default {
  "otherways": {
    "codes": {
      "one": "Te queda {left} código de recuperación. Confirma que eres tú y te permite configurar una llave de acceso nueva.",
      "other": "Te quedan {left} códigos de recuperación. Uno de ellos confirma que eres tú y te permite configurar una llave de acceso nueva."
    },
    "no_codes": "No tienes códigos de recuperación.",
    "kratos": "También puedes confirmar que eres tú de otra forma.",
    "code": "Usar un código de recuperación",
    "kratos_action": "Confirmar de otra forma",
    "enrol": "Tu código de recuperación se ha aceptado. Ya puedes configurar una llave de acceso nueva.",
    "enrol_action": "Configurar una llave de acceso nueva",
    "gate": "Si tienes códigos de recuperación, uno de ellos completa este inicio de sesión y te permite configurar una llave de acceso nueva.",
    "login": "Inicia sesión primero de otra forma, por ejemplo con tu contraseña. Después, un código de recuperación te permite configurar una llave de acceso nueva.",
    "help": "El equipo de {app} puede comprobar que eres tú y ayudarte a configurar una llave de acceso nueva.",
    "help_page": "Pedir ayuda",
    "help_neutral": "Ponte en contacto con el equipo de asistencia de {app} o con el administrador de tu cuenta. Pueden comprobar que eres tú y ayudarte a configurar una llave de acceso nueva."
  }
};
