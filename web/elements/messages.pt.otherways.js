// Brazilian Portuguese sentences of messages.en.otherways.js.
export default {
  "otherways": {
    "codes": {
      "one": "Você ainda tem {left} código de recuperação. Ele confirma que é você e permite configurar uma nova chave de acesso.",
      "other": "Você ainda tem {left} códigos de recuperação. Um deles confirma que é você e permite configurar uma nova chave de acesso."
    },
    "no_codes": "Você não tem códigos de recuperação.",
    "kratos": "Você também pode confirmar que é você de outra forma.",
    "code": "Usar um código de recuperação",
    "kratos_action": "Confirmar de outra forma",
    "enrol": "Seu código de recuperação foi aceito. Agora você pode configurar uma nova chave de acesso.",
    "enrol_action": "Configurar uma nova chave de acesso",
    "gate": "Se você tem códigos de recuperação, um deles conclui este login e permite configurar uma nova chave de acesso.",
    "login": "Primeiro, faça login de outra forma, por exemplo com a senha. Depois, um código de recuperação permite configurar uma nova chave de acesso.",
    "help": "A equipe de {app} pode verificar se é você e ajudar a configurar uma nova chave de acesso.",
    "help_page": "Pedir ajuda",
    "help_neutral": "Fale com o suporte de {app} ou com quem administra sua conta. Eles podem verificar se é você e ajudar a configurar uma nova chave de acesso."
  }
};
