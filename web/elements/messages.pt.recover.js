// Brazilian Portuguese sentences of messages.en.recover.js.
export default {
  "recover": {
    "heading": "Usar um código de recuperação",
    "lead": "Perdeu o dispositivo com sua chave de acesso? Use um dos seus códigos de recuperação.",
    "means_session": "Ele confirma que é você, somente nesta sessão.",
    "means_passkey": "Ele permite configurar uma nova chave de acesso em até 15 minutos.",
    "means_login": "Ele confirma este login e permite configurar uma nova chave de acesso em até 15 minutos.",
    "means_once": "Ele funciona uma única vez. Risque-o da sua lista.",
    "code": "Código de recuperação",
    "hint": "Maiúsculas ou minúsculas, com ou sem hifens.",
    "action": "Usar código",
    "empty": "Primeiro, digite um dos seus códigos de recuperação.",
    "malformed": "Este não é um código de recuperação: eles têm doze letras e números. Compare-o com sua lista. Isto não contou como tentativa.",
    "checking": "Verificando seu código…",
    "going": "Código aceito. Redirecionando…",
    "done_heading": "Seu código foi aceito",
    "done_lead": "Configure agora uma nova chave de acesso: você não precisa da que perdeu. Você tem 15 minutos; depois disso, precisará de outro código.",
    "left": {
      "one": "{left} código restante.",
      "other": "{left} códigos restantes."
    },
    "low": "Crie novos quando tiver uma chave de acesso de novo.",
    "locked_heading": "Muitos códigos errados",
    "locked_lead": "Os códigos de recuperação estão bloqueados para que ninguém consiga adivinhá-los. Tente de novo depois das {time}.",
    "locked_passkeys": "Suas chaves de acesso continuam funcionando.",
    "again": "Tentar outro código",
    "signed_out_heading": "Primeiro, faça login",
    "signed_out_lead": "Um código de recuperação substitui sua chave de acesso, não sua senha. Faça login em {app} com a senha ou de outra forma disponível e você voltará a esta página.",
    "help_heading": "Não tem códigos à mão?",
    "help_lead": "A equipe de {app} pode verificar se é você e dar um código válido por uma hora.",
    "help_page": "Pedir ajuda",
    "help_neutral": "Fale com o suporte de {app} ou com quem administra sua conta. Eles podem verificar se é você e dar um código válido por uma hora."
  },
  "errors": {
    "recovery_code_rejected": {
      "what": "Este código de recuperação não foi aceito.",
      "next": "Compare-o com sua lista e tente de novo. Cada código funciona uma única vez. Depois de cinco códigos errados, é preciso esperar 15 minutos."
    },
    "locked": {
      "what": "Muitos códigos errados.",
      "next": "Espere 15 minutos e tente de novo."
    }
  }
};
