// Brazilian Portuguese sentences of messages.en.login.js.
export default {
  "login": {
    "heading": "Faça login em {app}",
    "lead": "Use a impressão digital, o rosto, o bloqueio de tela ou uma chave de segurança.",
    "identifier": "E-mail ou nome de usuário (opcional)",
    "identifier_hint": "Preencha somente se sua chave de segurança não armazena a conta.",
    "action": "Fazer login com chave de acesso",
    "other_domain": "Usar uma chave de acesso de {domain}",
    "another_device": "Usar um celular ou uma chave de segurança",
    "other": "Fazer login de outra forma",
    "cancelled": "Você ainda não fez login. Tente de novo quando quiser.",
    "going": "Login concluído. Redirecionando…",
    "done_heading": "Login concluído",
    "accepted_heading": "Sua chave de acesso foi aceita",
    "done_lead": "Você usou a chave de acesso “{name}”.",
    "account": "ID da conta",
    "over_heading": "Este login não pode continuar aqui.",
    "over_lead": "Ele pertence a outro navegador ou é antigo demais. Faça login desde o início.",
    "over_action": "Fazer login de novo"
  }
};
