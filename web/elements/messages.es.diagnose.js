// Spanish sentences of messages.en.diagnose.js.
export default {
  "diagnose": {
    "heading": "Comprobar este navegador",
    "all_good": "Nada impide aquí usar llaves de acceso. No se ha cambiado nada.",
    "some_bad": "Algo aquí requiere tu atención. No se ha cambiado nada.",
    "good": "En orden",
    "note": "Aviso",
    "bad": "Problema",
    "unknown": "No se ha podido comprobar: {checks}.",
    "again": "Comprobar de nuevo",
    "text_heading": "Texto para el equipo de asistencia",
    "text_lead": "Si pides ayuda al equipo de asistencia, envía también este texto. No contiene contraseñas, cookies ni tokens.",
    "copy": "Copiar texto",
    "copied": "Texto copiado.",
    "not_copied": "No se ha podido copiar. El texto está seleccionado: cópialo con el teclado.",
    "by_phone": "Por teléfono, lee este código: {code}",
    "help_page": "Pedir ayuda",
    "secure": {
      "ok": "Esta página tiene una conexión segura.",
      "insecure": "Esta página se abrió sin una conexión segura. Vuelve a abrirla con https:// al principio de la dirección."
    },
    "passkeys": {
      "ok": "Este navegador admite llaves de acceso.",
      "missing": "Este navegador no puede usar llaves de acceso en esta página. Actualízalo o usa otro navegador."
    },
    "authenticator": {
      "ok": "Este dispositivo puede verificar que eres tú, con bloqueo de pantalla, huella o cara.",
      "none": "Este dispositivo no puede verificar que eres tú. Configura un bloqueo de pantalla, o usa tu teléfono o una llave de seguridad."
    },
    "autofill": {
      "ok": "Este navegador puede ofrecer llaves de acceso en el campo de inicio de sesión.",
      "none": "Este navegador no ofrece llaves de acceso en el campo de inicio de sesión. Usa el botón de llaves de acceso."
    },
    "extension": {
      "ok": "Ninguna extensión ha sustituido la gestión de llaves de acceso de este navegador.",
      "replaced": "Una extensión, como un gestor de contraseñas, gestiona las llaves de acceso en este navegador. Si las solicitudes fallan, desbloquéala o desactívala.",
      "broken": "Algo impide que esta página use llaves de acceso, probablemente una extensión. Desactiva las extensiones o usa otro navegador."
    },
    "private": {
      "ok": "No hay indicios de una ventana privada.",
      "likely": "Puede que esta ventana sea privada. Olvida pronto que has iniciado sesión. Si falta algo, usa una ventana normal."
    },
    "clock": {
      "ok": "El reloj de tu dispositivo va bien.",
      "ahead": "El reloj de tu dispositivo va adelantado {time}. Los códigos de una aplicación de autenticación se aceptan con 30 segundos de margen: pon la hora automática en los ajustes del dispositivo.",
      "behind": "El reloj de tu dispositivo va atrasado {time}. Los códigos de una aplicación de autenticación se aceptan con 30 segundos de margen: pon la hora automática en los ajustes del dispositivo."
    },
    "kratos_clock": {
      "ok": "Nuestros relojes coinciden.",
      "apart": "Nuestros relojes difieren en {time}. No puedes cambiarlo: avisa al equipo de asistencia."
    },
    "cookie": {
      "ok": "La cookie de sesión llega a {app}.",
      "none": "No llega ninguna cookie de sesión a {app}. Si has iniciado sesión, permite las cookies de este sitio en tu navegador.",
      "blocked": "Este navegador bloquea las cookies. Permítelas para este sitio."
    },
    "session": {
      "ok": "Has iniciado sesión.",
      "none": "No has iniciado sesión.",
      "ended": "Tu sesión ha caducado. Vuelve a iniciar sesión.",
      "partial": "Has iniciado sesión y aún falta tu segundo factor.",
      "conflict": "Tu navegador tiene la sesión iniciada en dos cuentas distintas a la vez. Borra las cookies de este sitio en tu navegador y vuelve a iniciar sesión.",
      "failed": "No hemos podido comprobar el inicio de sesión. Vuelve a intentarlo en un minuto o ponte en contacto con el equipo de asistencia."
    },
    "origin": {
      "ok": "Las llaves de acceso funcionan en la dirección de esta página.",
      "unlisted": "Esta página tiene una dirección que no está permitida. Abre {app} en su dirección habitual. Si ya estás en ella, ponte en contacto con el equipo de asistencia.",
      "no_passkeys": "Las llaves de acceso no funcionan en la dirección de esta página. Abre {app} en su dirección habitual. Si ya estás en ella, ponte en contacto con el equipo de asistencia.",
      "proxy": "Un servidor intermedio cambia la dirección de esta página. No puedes cambiarlo: avisa al equipo de asistencia.",
      "unreached": "No se ha podido conectar con {app}. Comprueba tu conexión y vuelve a intentarlo."
    }
  }
};
