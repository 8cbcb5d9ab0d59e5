// Spanish sentences of messages.en.questions.js.
export default {
  "setup": {
    "heading": "Inicia sesión más rápido con una llave de acceso",
    "lead": "Con una llave de acceso inicias sesión en {app} igual que desbloqueas tu dispositivo.",
    "account": "Para tu cuenta {login}",
    "about_what": "¿Qué es una llave de acceso?",
    "about_what_more": "Otra forma de iniciar sesión, además de tu contraseña. No tienes que recordar nada y no funciona en sitios falsos.",
    "about_where": "¿Dónde se guarda?",
    "about_where_more": "En el gestor de contraseñas de tu dispositivo o en una llave de seguridad. Tu huella digital y tu cara no salen nunca de tu dispositivo.",
    "about_lost": "¿Y si pierdo el teléfono?",
    "about_lost_more": "Si tu gestor de contraseñas la sincroniza, también está en tus otros dispositivos. Si no, necesitas una segunda llave de acceso en otro dispositivo.",
    "about_lost_more_codes": "Si tu gestor de contraseñas la sincroniza, también está en tus otros dispositivos. Si no, te ayudan los códigos de recuperación: puedes crearlos en el paso siguiente.",
    "action": "Crear una llave de acceso"
  }
};
