// Spanish sentences of messages.en.passkeychange.js.
export default {
  "passkeys": {
    "another": "Usar un teléfono o una llave de seguridad",
    "adding": "Es posible que tu dispositivo te pregunte dos veces: primero por una llave de acceso que ya tengas y después para crear la nueva.",
    "added": "Se ha añadido «{name}».",
    "removed": "Se ha eliminado «{name}».",
    "removed_pending": "Se ha eliminado «{name}». Se cerrará la sesión de los dispositivos que iniciaron sesión con ella en cuanto responda el servidor de inicio de sesión.",
    "removed_codes": "Tus códigos de recuperación se crearon con ella y ya no funcionan. Crea otros nuevos.",
    "removed_codes_last": "Tus códigos de recuperación se crearon con ella y ya no funcionan.",
    "removed_keys": "Las claves de administración creadas con ella siguen funcionando: {keys}. Revoca en la consola de administración las que ya no necesites.",
    "confirm_heading": "¿Eliminar «{name}»?",
    "confirm_synced": "Ya no podrás iniciar sesión con ella en ninguno de los dispositivos con los que se sincroniza. Esta acción no se puede deshacer.",
    "confirm_device": "Ya no podrás iniciar sesión con ella. Esta acción no se puede deshacer.",
    "confirm_second": "Ya no podrás confirmar que eres tú con ella. Seguirás iniciando sesión como hasta ahora. Esta acción no se puede deshacer.",
    "confirm_last": "Es la única llave de acceso con la que puedes iniciar sesión. Después iniciarás sesión con tu contraseña o con otro método que ofrezca {app}.",
    "confirm_others": {
      "one": "Todavía puedes iniciar sesión con {count} llave de acceso más.",
      "other": "Todavía puedes iniciar sesión con {count} llaves de acceso más."
    },
    "confirm_codes": {
      "one": "Te queda {left} código de recuperación, pero no basta por sí solo para iniciar sesión.",
      "other": "Te quedan {left} códigos de recuperación, pero no bastan por sí solos para iniciar sesión."
    },
    "confirm_ends_codes": "Tus códigos de recuperación se crearon con ella y dejarán de funcionar. Crea otros nuevos después.",
    "confirm_ends_codes_last": "Tus códigos de recuperación se crearon con ella y dejarán de funcionar.",
    "confirm_copy": "Es posible que tu dispositivo o gestor de contraseñas conserve una copia. Ya no funciona y puedes borrarla allí.",
    "confirm_action": "Eliminar llave de acceso",
    "keep": "Conservar",
    "gone_heading": "Has eliminado tu última llave de acceso, «{name}»",
    "gone_lead": "A partir de ahora, inicias sesión con tu contraseña o con otro método que ofrezca {app}. Puedes configurar una llave de acceso nueva en cualquier momento.",
    "gone_codes": {
      "one": "Todavía tienes {left} código de recuperación, pero no basta por sí solo para iniciar sesión.",
      "other": "Todavía tienes {left} códigos de recuperación, pero no bastan por sí solos para iniciar sesión."
    },
    "removing": "Eliminando la llave de acceso. Tu dispositivo pide primero una llave de acceso para asegurarse de que eres tú.",
    "new_name": "Nombre nuevo",
    "save": "Guardar",
    "cancel": "Cancelar",
    "renamed": "La llave de acceso se llama ahora «{name}».",
    "missing": "«{name}» ya se había eliminado, en otra ventana o por el equipo de asistencia. La lista está ahora actualizada."
  }
};
