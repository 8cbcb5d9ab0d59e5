// Spanish sentences of messages.en.stale.js.
export default {
  "stale": {
    "heading": "Vuelve a iniciar sesión",
    "lead": "Iniciaste sesión hace un tiempo. Vuelve a iniciar sesión en {app} y volverás a esta página.",
    "sign_out": "Cierra la sesión, iníciala con tu segundo factor y vuelve aquí.",
    "sign_out_action": "Cerrar sesión y volver a iniciarla"
  }
};
