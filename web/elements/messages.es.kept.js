// Spanish sentences of messages.en.kept.js.
export default {
  "passkeys": {
    "second_only": "Con esta llave puedes confirmar tu identidad después de iniciar sesión, pero no iniciar sesión solo con ella.",
    "suspended_means": "Esta llave de acceso está suspendida, así que no puedes iniciar sesión con ella. Pregunta el motivo al equipo de asistencia.",
    "compromised_means": "Esta llave de acceso está suspendida porque se ha notificado que su modelo no es seguro. Configura otra en un dispositivo diferente.",
    "marked_means": "Se ha notificado que el modelo de esta llave de acceso no es seguro. Configura otra en un dispositivo diferente."
  },
  "kept": {
    "model": "Modelo verificado",
    "maker": "El fabricante está verificado; el modelo, no.",
    "copy": "También está guardada en tus ajustes de inicio de sesión. Si la eliminas aquí, allí se conserva.",
    "heading": "Solo en tus ajustes de inicio de sesión",
    "lead": "Con estas inicias sesión donde las configuraste. Puedes cambiarles el nombre o eliminarlas en tus ajustes de inicio de sesión.",
    "passkey": "Llave de acceso",
    "domain": "Para",
    "added": "Añadida"
  }
};
