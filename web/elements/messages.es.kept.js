// Spanish sentences of messages.en.kept.js.
export default {
  "kept": {
    "copy": "También está guardada en tus ajustes de inicio de sesión. Si la eliminas aquí, allí se conserva.",
    "heading": "Solo en tus ajustes de inicio de sesión",
    "lead": "Con estas inicias sesión donde las configuraste. Puedes cambiarles el nombre o eliminarlas en tus ajustes de inicio de sesión.",
    "passkey": "Llave de acceso",
    "domain": "Para",
    "added": "Añadida"
  }
};
