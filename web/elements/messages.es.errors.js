// Spanish sentences of messages.en.errors.js.
export default {
  "failure": {
    "details": "Detalles para el equipo de asistencia",
    "diagnose": "Comprobar este navegador",
    "code": "Código",
    "request_id": "ID de la solicitud",
    "time": "Hora",
    "expected": "Esperado",
    "received": "Recibido",
    "copy": "Copiar detalles",
    "copied": "Detalles copiados.",
    "not_copied": "No se han podido copiar. Los detalles están seleccionados: cópialos con el teclado.",
    "reason": "Motivo",
    "rp_id": "Dominio de la llave de acceso (RP ID)",
    "origin": "Dirección de esta página",
    "browser": "Navegador",
    "cause": "Error del navegador",
    "capabilities": "Funciones del navegador",
    "recovery_code": "Usar un código de recuperación",
    "enrolment_code": "Introducir un código de registro",
    "support": "Obtener ayuda",
    "help_page": "Pedir ayuda",
    "other_domain": "Usar una llave de acceso de {domain}"
  },
  "errors": {
    "cancelled": {
      "what": "La solicitud de llave de acceso se cerró demasiado pronto.",
      "next": "Vuelve a intentarlo cuando quieras y sigue las instrucciones de tu dispositivo."
    },
    "timed_out": {
      "what": "El tiempo para usar la llave de acceso se ha agotado.",
      "next": "Ten a mano tu teléfono, tu llave de seguridad o tu bloqueo de pantalla y vuelve a intentarlo."
    },
    "already_registered": {
      "what": "Este dispositivo ya tiene una llave de acceso para tu cuenta.",
      "next": "Puedes usarla para iniciar sesión. Para añadir una segunda, configúrala en otro dispositivo o en una llave de seguridad."
    },
    "no_authenticator": {
      "what": "Este dispositivo no puede crear el tipo de llave de acceso que se necesita.",
      "next": "Prueba con otro dispositivo, tu teléfono o una llave de seguridad."
    },
    "user_verification_impossible": {
      "what": "Tu dispositivo no ha podido verificar que eres tú.",
      "next": "Configura un bloqueo de pantalla, una huella digital o un PIN en sus ajustes, o usa otro dispositivo."
    },
    "blocked": {
      "what": "El navegador no ha mostrado la solicitud de llave de acceso.",
      "next": "Cierra otras solicitudes de llave de acceso y vuelve a intentarlo. Si usas un gestor de contraseñas, desbloquéalo primero."
    },
    "invalid_request": {
      "what": "No se ha aceptado la solicitud.",
      "next": "Si has introducido un nombre, prueba con uno más corto y sencillo. Si no, recarga la página."
    },
    "ceremony_invalid": {
      "what": "Este intento ya no corresponde a tu sesión.",
      "next": "Recarga la página y empieza de nuevo."
    },
    "ceremony_expired": {
      "what": "Este intento ha durado demasiado.",
      "next": "Empieza de nuevo. Tienes cinco minutos para cada intento."
    },
    "ceremony_spent": {
      "what": "Este intento ya se ha completado.",
      "next": "Recarga la página para ver el estado actual."
    },
    "passkey_rejected": {
      "what": "No se ha aceptado esta llave de acceso.",
      "next": "Prueba con otra llave de acceso o inicia sesión de otra forma. Si la llave de acceso se eliminó aquí, puedes borrarla de tu gestor de contraseñas."
    },
    "unauthenticated": {
      "what": "No has iniciado sesión o tu sesión ha caducado.",
      "next": "Inicia sesión y vuelve a esta página."
    },
    "cookie_conflict": {
      "what": "Tu navegador tiene la sesión iniciada en dos cuentas distintas a la vez.",
      "next": "Borra las cookies de este sitio en tu navegador y vuelve a iniciar sesión."
    },
    "aal2_required": {
      "what": "Tu cuenta requiere un segundo factor.",
      "next": "Confirma con él y volverás a esta página."
    },
    "insufficient_authentication": {
      "what": "Esta página necesita una confirmación reciente de que eres tú.",
      "next": "Confirma que eres tú y vuelve a intentarlo."
    },
    "step_up_required": {
      "what": "Confirma que eres tú antes de hacer este cambio.",
      "next": "Confírmalo de otra forma y vuelve a intentarlo.",
      "alone": "Para ello necesitas un código de recuperación o la ayuda del equipo de asistencia. Después, vuelve a intentarlo."
    },
    "enrolment_required": {
      "what": "Tu cuenta necesita una llave de acceso para poder continuar.",
      "next": "Configura una llave de acceso y vuelve a intentarlo."
    },
    "forbidden_origin": {
      "what": "La solicitud procede de una dirección no permitida.",
      "next": "Abre {app} en su dirección habitual. Si ya estás en ella, ponte en contacto con el equipo de asistencia."
    },
    "identity_inactive": {
      "what": "Tu cuenta está desactivada.",
      "next": "Pide al equipo de asistencia que la reactive."
    },
    "forbidden": {
      "what": "No tienes permiso para hacer esto.",
      "next": "Si crees que deberías tenerlo, ponte en contacto con el equipo de asistencia."
    },
    "not_found": {
      "what": "Esto ya no existe.",
      "next": "Recarga la página para ver el estado actual."
    },
    "limit_reached": {
      "what": "Has alcanzado el número máximo de llaves de acceso.",
      "next": "Elimina una que ya no uses y vuelve a intentarlo."
    },
    "authenticator_not_allowed": {
      "what": "Este dispositivo o gestor de contraseñas no está permitido aquí.",
      "next": "Usa una llave de seguridad o una llave de acceso que tu organización haya aprobado, o pregunta al soporte cuáles son."
    },
    "last_passkey": {
      "what": "Tu cuenta debe conservar al menos una llave de acceso.",
      "next": "Añade primero otra llave de acceso y elimina después esta."
    },
    "conflict": {
      "what": "Algo ha cambiado mientras tanto.",
      "next": "Recarga la página y vuelve a intentarlo."
    },
    "payload_too_large": {
      "what": "La solicitud era demasiado grande.",
      "next": "Prueba con un nombre más corto. Si sigue ocurriendo, ponte en contacto con el equipo de asistencia."
    },
    "unsupported_media_type": {
      "what": "La solicitud tenía un formato inesperado.",
      "next": "Recarga la página. Si sigue ocurriendo, ponte en contacto con el equipo de asistencia."
    },
    "method_not_allowed": {
      "what": "La solicitud tenía una forma inesperada.",
      "next": "Recarga la página. Si sigue ocurriendo, ponte en contacto con el equipo de asistencia."
    },
    "rate_limited": {
      "what": "Demasiados intentos en poco tiempo.",
      "next": "Espera un minuto y vuelve a intentarlo.",
      "left": {"one": "Podrás intentarlo de nuevo dentro de {left} segundo.", "other": "Podrás intentarlo de nuevo dentro de {left} segundos."},
      "over": "Ya puedes intentarlo de nuevo."
    },
    "internal": {
      "what": "Se ha producido un error por nuestra parte.",
      "next": "Vuelve a intentarlo. Si sigue ocurriendo, ponte en contacto con el equipo de asistencia."
    },
    "kratos_unavailable": {
      "what": "El inicio de sesión no está disponible en este momento.",
      "next": "Vuelve a intentarlo dentro de un minuto. Tus llaves de acceso están bien."
    },
    "kratos_refused": {
      "what": "Esta cuenta no puede iniciar sesión aquí con una llave de acceso.",
      "next": "Volver a intentarlo no sirve de nada. Inicia sesión de otra forma o ponte en contacto con el equipo de asistencia."
    },
    "kratos_misconfigured": {
      "what": "El inicio de sesión no está bien configurado.",
      "next": "Volver a intentarlo no sirve de nada. Ponte en contacto con el equipo de asistencia. Tus llaves de acceso están bien."
    },
    "clocks_differ": {
      "what": "No es posible en este momento, por culpa de un reloj nuestro.",
      "next": "Volver a iniciar sesión no sirve de nada. Ponte en contacto con el equipo de asistencia."
    },
    "identity_deleted": {
      "what": "La cuenta de esta llave de acceso ya no existe.",
      "next": "Regístrate de nuevo. Si no eliminaste tú la cuenta, ponte en contacto con el equipo de asistencia."
    },
    "store_unavailable": {
      "what": "Tus llaves de acceso no están disponibles en este momento.",
      "next": "Vuelve a intentarlo dentro de un minuto. Tus llaves de acceso están bien."
    },
    "gesture_missing": {
      "what": "Tu navegador necesita que vuelvas a pulsar el botón.",
      "next": "Púlsalo otra vez. No tienes que repetir lo que acabas de confirmar."
    }
  },
  "reasons": {
    "attestation_missing": {
      "what": "Tu navegador no indicó la marca y el modelo.",
      "next": "Inténtalo de nuevo y permite que tu navegador comparta la marca y el modelo si lo pregunta, o usa una llave de seguridad aprobada por tu organización."
    },
    "device_bound": {
      "what": "Esta llave de acceso podría copiarse a otros dispositivos, y aquí no está permitido.",
      "next": "Usa una llave de acceso que permanezca en un solo dispositivo, como una llave de seguridad aprobada por tu organización."
    },
    "synced": {
      "what": "Esta llave de acceso no está guardada en un gestor de contraseñas permitido aquí.",
      "next": "Créala en un gestor de contraseñas que tu organización haya aprobado, o pregunta al soporte cuáles son."
    },
    "fido2": {
      "what": "Esta llave de seguridad es demasiado antigua y no está permitida aquí.",
      "next": "Usa una llave de seguridad más nueva que tu organización haya aprobado."
    },
    "key_size": {
      "what": "Este dispositivo no crea llaves de acceso lo bastante robustas para permitirlas aquí.",
      "next": "Usa otro dispositivo o una llave de seguridad aprobada por tu organización."
    },
    "model_compromised": {
      "what": "Se ha notificado que el modelo de esta llave de acceso no es seguro.",
      "next": "Configura una llave de acceso en un dispositivo de otro modelo."
    },
    "role_has_no_codes": {
      "what": "Los usuarios con un rol en la consola de administración no pueden tener códigos de recuperación.",
      "next": "Configura una segunda llave de acceso como reserva o pide un código de registro a otro administrador."
    },
    "enrolment_code_required": {
      "what": "Tu cuenta tiene un rol en la consola de administración, así que para configurar su primera llave de acceso hace falta un código de registro.",
      "next": "Pídeselo a otro administrador, introdúcelo en la página de códigos de recuperación y configura después tu llave de acceso."
    },
    "no_passkey_here": {
      "what": "No tienes ninguna llave de acceso que se pueda usar aquí.",
      "next": "Confirma de otra forma que eres tú o ponte en contacto con el equipo de asistencia."
    },
    "being_reset": {
      "what": "El equipo de asistencia está restableciendo tu cuenta.",
      "next": "Espera un momento y vuelve a iniciar sesión."
    },
    "second_factor": {
      "what": "Tu cuenta necesita una segunda forma de acceso para poder continuar.",
      "next": "Configura una, como códigos de recuperación u otra llave de acceso, y vuelve a intentarlo."
    },
    "origin_mismatch": {
      "what": "Las llaves de acceso no funcionan en la dirección de esta página.",
      "next": "Abre {app} en su dirección habitual. Si ya estás en ella, ponte en contacto con el equipo de asistencia."
    },
    "rp_id_mismatch": {
      "what": "Esta llave de acceso pertenece a otra dirección.",
      "next": "Abre {app} en su dirección habitual. Si ya estás en ella, ponte en contacto con el equipo de asistencia."
    },
    "user_presence_missing": {
      "what": "Tu dispositivo no ha registrado ninguna confirmación.",
      "next": "Vuelve a intentarlo y toca la llave o confirma cuando tu dispositivo te lo pida."
    },
    "user_verification_missing": {
      "what": "Se necesita una llave de acceso que verifique que eres tú.",
      "next": "Vuelve a intentarlo con tu huella digital, tu cara o tu PIN. Si tu dispositivo no tiene bloqueo de pantalla, configura uno. Si no funciona, usa otra llave de acceso."
    },
    "clone": {
      "what": "Es posible que se haya copiado esta llave de seguridad.",
      "next": "Usa otra llave de acceso y avisa al equipo de asistencia."
    }
  }
};
