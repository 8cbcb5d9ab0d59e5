// Spanish sentences of messages.en.recovery-codes.js.
export default {
  "recovery-codes": {
    "heading": "Códigos de recuperación",
    "lead": "Cada código sustituye una sola vez a una llave de acceso perdida: inicia sesión como siempre, introduce el código y configura una llave de acceso nueva.",
    "none_lead": "Los códigos de recuperación te ayudan si pierdes tu dispositivo: inicia sesión como siempre, introduce un código y configura una llave de acceso nueva. Todavía no tienes ninguno.",
    "ended_lead": "Tus códigos de recuperación ya no funcionan porque eliminaste la llave de acceso o el factor con el que se crearon. Crea otros nuevos para no quedarte sin acceso si pierdes tu dispositivo.",
    "too_early": "Los códigos de recuperación sustituyen a una llave de acceso perdida. Configura primero una llave de acceso y crea después tus códigos aquí.",
    "setup": "Configurar una llave de acceso",
    "retry": "Recargar",
    "make": "Crear códigos de recuperación",
    "renew": "Crear códigos nuevos",
    "left": {
      "one": "Queda {left} código.",
      "other": "Quedan {left} códigos."
    },
    "made": "Creados el",
    "low": "Te quedan pocos. Crea códigos nuevos antes de que los necesites.",
    "used_up": "Has usado todos tus códigos. Crea otros nuevos para no quedarte sin acceso si pierdes tu dispositivo."
  }
};
