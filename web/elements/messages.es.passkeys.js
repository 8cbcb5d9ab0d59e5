// Spanish sentences of messages.en.passkeys.js.
export default {
  "passkeys": {
    "heading": "Tus llaves de acceso",
    "lead": "Puedes iniciar sesión en {app} con cualquiera de ellas. Elimina las que ya no uses.",
    "loading": "Cargando tus llaves de acceso…",
    "retry": "Recargar",
    "back": "Volver a {app}",
    "add": "Añadir otra llave de acceso",
    "full": "Has alcanzado el número máximo de llaves de acceso. Elimina una para añadir otra.",
    "count": "{count} de {limit}",
    "not_mine": "¿Alguna de ellas no es tuya?",
    "created": "Creada",
    "last_used": "Último uso",
    "never": "Sin usar todavía",
    "kept_by": "configurada con {provider}",
    "browser": "{browser} en {system}",
    "used_here": "Usada en este navegador",
    "suspended": "Suspendida",
    "rename": "Cambiar nombre",
    "rename_label": "Cambiar el nombre de «{name}»",
    "remove": "Eliminar",
    "remove_label": "Eliminar «{name}»",
    "activity": "Actividad reciente"
  }
};
