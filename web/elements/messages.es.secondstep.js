// Spanish sentences of messages.en.secondstep.js.
export default {
  "common": {
    "synced_means": "Puedes usarla en cualquier dispositivo en el que hayas iniciado sesión en el mismo gestor de contraseñas.",
    "device_only_means": "Se queda en este dispositivo. Configura una segunda en otro lugar para no quedarte sin acceso si pierdes este dispositivo.",
    "other_device_means": "Se queda en el teléfono o en el otro dispositivo donde la has creado. Configura una segunda en otro lugar para no quedarte sin acceso si pierdes ese dispositivo.",
    "security_key_means": "Se queda en esta llave de seguridad. Configura una segunda llave de acceso en otro lugar para no quedarte sin acceso si pierdes esta."
  },
  "setup": {
    "done_heading": "Tu llave de acceso está lista",
    "upgraded_heading": "Se ha creado una llave de acceso",
    "done_lead": "Se ha configurado «{name}». Úsala la próxima vez que inicies sesión.",
    "refused_lead": "Se ha configurado «{name}». Puede confirmar que eres tú, pero de momento no puedes iniciar sesión con ella. Conserva otra forma de iniciar sesión y avisa al equipo de asistencia.",
    "second": "Añadir una segunda llave de acceso",
    "second_lead": "Crea una segunda llave de acceso en otro dispositivo, en tu teléfono o en una llave de seguridad.",
    "second_twice": "Se te preguntará dos veces: primero por una llave de acceso que ya tengas y después para crear la nueva.",
    "codes": "Crear códigos de recuperación",
    "codes_lead": "Crea ahora códigos de recuperación para imprimirlos o guardarlos. Si pierdes tu llave de acceso, uno de ellos te permite crear otra nueva.",
    "making_codes": "Creando tus códigos. Tu dispositivo pide primero tu llave de acceso.",
    "way_heading": "Por si pierdes tu llave de acceso",
    "way_lead": "Configura una segunda forma de acceso para no quedarte fuera.",
    "way_required_lead": "{app} requiere una segunda forma de acceso, para que no te quedes fuera si pierdes tu llave de acceso.",
    "way_grace_lead": "A partir del {date}, {app} requiere una segunda forma de acceso, para que no te quedes fuera si pierdes tu llave de acceso.",
    "way_done_heading": "Tienes una segunda forma de acceso",
    "way_done_lead": "Si pierdes tu llave de acceso, inicia sesión como siempre y usa uno de tus códigos de recuperación.",
    "show_lead": "Un último paso: úsala ahora una vez.",
    "show": "Usarla y continuar"
  }
};
