// Spanish sentences of messages.en.codesheet.js.
export default {
  "recovery-codes": {
    "making": "Creando tus códigos. Si tu dispositivo lo pide, confirma con una llave de acceso.",
    "confirm_heading": "¿Crear códigos de recuperación nuevos?",
    "confirm_lead": "Todos tus códigos actuales dejarán de funcionar de inmediato, incluso los que hayas impreso.",
    "keep": "Conservar mis códigos",
    "new_heading": "Tus nuevos códigos de recuperación",
    "new_lead": "Solo se muestran una vez. Guárdalos donde puedas consultarlos sin este dispositivo: en papel o en tu gestor de contraseñas.",
    "list": "Códigos de recuperación",
    "copy": "Copiar",
    "copied": "Códigos copiados. Pégalos en un lugar seguro.",
    "not_copied": "No se han podido copiar. Los códigos están seleccionados: cópialos con el teclado.",
    "download": "Descargar",
    "downloaded": "Los códigos se han guardado en tus descargas.",
    "print": "Imprimir",
    "kept": "Los he guardado",
    "done": "Tus códigos de recuperación están listos.",
    "file_name": "{app}-codigos-de-recuperacion.txt",
    "file_title": "Códigos de recuperación de {app}",
    "file_date": "Creados el {date}.",
    "file_use": "Si pierdes tu llave de acceso, inicia sesión en {app} como siempre, elige «Usar un código de recuperación» e introduce uno de estos. Cada código funciona una sola vez. Si creas códigos nuevos, estos dejarán de ser válidos."
  },
  "errors": {
    "conflict": {
      "what": "Hace un momento se crearon códigos, quizá por ti en otra pestaña, o algo más ha cambiado tu cuenta.",
      "next": "Si has guardado esos códigos, úsalos. Si no, espera diez segundos, recarga la página y vuelve a intentarlo."
    }
  }
};
