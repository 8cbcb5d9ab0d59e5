// Spanish sentences of messages.en.page.js.
export default {
  "noscript": "Esta página necesita JavaScript para usar llaves de acceso. Actívalo y recarga la página.",
  "switcher": {
    "label": "Idioma",
    "name": "Español"
  },
  "title": {
    "setup": "Configurar una llave de acceso",
    "login": "Iniciar sesión",
    "step-up": "Confirma que eres tú",
    "passkeys": "Tus llaves de acceso",
    "recover": "Usar un código de recuperación",
    "not-me": "No he sido yo",
    "diagnose": "Comprobar este navegador"
  },
  "problem": {
    "again": "Reintentar",
    "console": "Consola de administración",
    "not_found": {
      "what": "No hay nada en esta dirección.",
      "next": "Comprueba la dirección. Si has llegado por un enlace, puede que esté desactualizado."
    },
    "invalid_request": {
      "what": "Esta dirección está incompleta o contiene un error.",
      "next": "Vuelve al lugar de donde venías e inténtalo de nuevo."
    },
    "method_not_allowed": {
      "what": "Esta dirección no se puede usar de esta forma.",
      "next": "Vuelve al lugar de donde venías e inténtalo de nuevo."
    },
    "ceremony_invalid": {
      "what": "Este inicio de sesión no puede continuar aquí.",
      "next": "Pertenece a otro navegador o es demasiado antiguo. Inicia sesión desde el principio."
    },
    "ceremony_expired": {
      "what": "Este inicio de sesión ha caducado.",
      "next": "Inicia sesión desde el principio."
    },
    "unauthenticated": {
      "what": "Inicia sesión primero.",
      "next": "No has iniciado sesión o tu sesión ha caducado."
    },
    "step_up_required": {
      "what": "Confirma primero que eres tú.",
      "next": "Después, vuelve a esta dirección."
    },
    "aal2_required": {
      "what": "Confirma primero que eres tú.",
      "next": "Después, vuelve a esta dirección."
    },
    "enrolment_required": {
      "what": "Tu cuenta necesita una llave de acceso.",
      "next": "Configura una y vuelve después a esta dirección."
    }
  }
};
