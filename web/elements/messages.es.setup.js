// Spanish sentences of messages.en.setup.js.
export default {
  "common": {
    "waiting_twice": "Es posible que tu dispositivo te pregunte dos veces: usa primero una llave de acceso que ya tengas y configura después la nueva."
  },
  "setup": {
    "back": "Volver a {app}",
    "elsewhere": "{app} requiere una llave de acceso. Para continuar, inicia sesión con un navegador compatible con llaves de acceso.",
    "later": "Ahora no",
    "required_lead": "{app} requiere una llave de acceso. Con ella inicias sesión igual que desbloqueas tu dispositivo.",
    "grace_lead": "A partir del {date}, {app} requiere una llave de acceso. Con ella inicias sesión igual que desbloqueas tu dispositivo.",
    "another_heading": "Añadir otra llave de acceso",
    "another_lead": "Configura una en otro dispositivo o en una llave de seguridad para no quedarte sin acceso si pierdes una. Es posible que se te pregunte dos veces: usa primero una llave de acceso que ya tengas y configura después la nueva.",
    "manage": "Tus llaves de acceso",
    "way_later_lead": "Puedes configurar una segunda forma de acceso en esta página en cualquier momento.",
    "cancelled": "No se ha creado ninguna llave de acceso. Vuelve a intentarlo cuando quieras.",
    "later_heading": "Quizá más tarde",
    "later_lead": "Puedes configurar una llave de acceso en esta página en cualquier momento."
  }
};
