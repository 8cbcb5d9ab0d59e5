// Spanish sentences of messages.en.js.
export default {
  "lang": "es",
  "dir": "ltr",
  "common": {
    "cant_use": "No puedo usar mi llave de acceso",
    "working": "Espera un momento…",
    "waiting": "Esperando tu llave de acceso. Sigue las instrucciones de tu dispositivo.",
    "cancel": "Cancelar",
    "cancelled": "No se ha cambiado nada. Vuelve a intentarlo cuando quieras.",
    "continue": "Continuar",
    "open_at": "Abrir {address}",
    "confirmed": "Confirmado",
    "confirmed_lead": "Gracias. Puedes seguir donde lo dejaste.",
    "confirmed_going": "Confirmado. Volviendo a tu página…",
    "synced": "Sincronizada",
    "device_only": "Solo en un dispositivo",
    "security_key": "Llave de seguridad"
  },
  "signed_out": {
    "heading": "Inicia sesión primero",
    "lead": "No has iniciado sesión o tu sesión ha caducado. Inicia sesión en {app} y volverás a esta página.",
    "sign_in": "Iniciar sesión"
  },
  "failure": {
    "kratos": "Confirmar de otra forma"
  },
  "errors": {
    "not_supported": {
      "what": "Este navegador no admite llaves de acceso.",
      "next": "Actualízalo o abre esta página en otro navegador."
    },
    "insecure_context": {
      "what": "Esta página se abrió sin una conexión segura.",
      "next": "Vuelve a abrirla con https:// al principio de la dirección."
    },
    "wrong_domain": {
      "what": "Las llaves de acceso no funcionan en la dirección de esta página.",
      "next": "Abre {app} en su dirección habitual. Si ya estás en ella, ponte en contacto con el equipo de asistencia."
    },
    "network": {
      "what": "No se ha podido conectar con {app}.",
      "next": "Comprueba tu conexión y vuelve a intentarlo."
    },
    "unknown": {
      "what": "Se ha producido un error.",
      "next": "Vuelve a intentarlo. Si sigue ocurriendo, ponte en contacto con el equipo de asistencia."
    }
  }
};
