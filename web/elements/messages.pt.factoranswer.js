// Brazilian Portuguese sentences of messages.en.factoranswer.js.
export default {
  "factors": {
    "confirming": "O dispositivo pode pedir primeiro uma chave de acesso para verificar se é você.",
    "confirmed": "Agradecemos. A partir de agora vale como seu.",
    "confirm": {
      "totp": "Remover o app autenticador?",
      "lookup_secret": "Remover os códigos de backup?",
      "webauthn": "Remover a chave de segurança?",
      "passkey": "Remover a chave de acesso das suas configurações de login?",
      "code": "Desativar os códigos por e-mail ou SMS?",
      "password": "Informar que a senha não é sua?",
      "oidc": "Informar que o vínculo com outro serviço de login não é seu?",
      "address": "Informar que o e-mail ou número de telefone não é seu?",
      "other": "Remover este segundo fator?"
    },
    "confirm_means": "Isto será removido da sua conta e não poderá mais ser usado para confirmar que é você.",
    "confirm_means_first": "Isto não vale mais junto com uma chave de segurança sem PIN. Até você fazer a mudança nas suas configurações de login, ainda permite fazer login.",
    "confirm_sessions": "A sessão da sua conta será encerrada em todos os outros dispositivos e navegadores.",
    "confirm_password": "Depois, mude sua senha: quem adicionou isto sabia qual era.",
    "confirm_password_first": "Depois, faça a mudança lá. Se você perdeu uma chave de segurança, remova aqui a chave de acesso dela.",
    "confirm_action": "Remover",
    "confirm_action_first": "Não é meu",
    "cancel": "Cancelar",
    "removed": "Removido. As sessões de todos, menos a sua, foram encerradas. Mude sua senha agora: quem adicionou isto sabia qual era.",
    "removed_pending": "Removido. As sessões de todos, menos a sua, serão encerradas assim que o servidor de login responder. Mude sua senha agora: quem adicionou isto sabia qual era.",
    "kept_now_pending": "Não foi possível remover automaticamente. Aqui isto não vale mais, e o suporte foi avisado. As sessões de todos, menos a sua, serão encerradas assim que o servidor de login responder. Mude sua senha agora.",
    "kept_now": "Não foi possível remover automaticamente. Aqui isto não vale mais, e o suporte foi avisado. As sessões de todos, menos a sua, foram encerradas. Mude sua senha agora.",
    "kept_now_first": "As sessões de todos, menos a sua, foram encerradas, e o suporte foi avisado. Faça a mudança agora nas suas configurações de login: até lá, isto ainda permite fazer login. Se você perdeu uma chave de segurança, remova aqui a chave de acesso dela.",
    "kept_now_first_pending": "As sessões de todos, menos a sua, serão encerradas assim que o servidor de login responder, e o suporte foi avisado. Faça a mudança agora nas suas configurações de login: até lá, isto ainda permite fazer login. Se você perdeu uma chave de segurança, remova aqui a chave de acesso dela.",
    "missing": "Isto já tinha sido removido. A página agora está atualizada.",
    "kept": {
      "totp": "Sua conta tem um app autenticador que não é seu",
      "lookup_secret": "Sua conta tem códigos de backup que não são seus",
      "webauthn": "Sua conta tem uma chave de segurança que não é sua",
      "passkey": "Suas configurações de login têm uma chave de acesso que não é sua",
      "code": "Os códigos são enviados para um endereço que não é seu",
      "password": "Sua conta tem uma senha que não é sua",
      "oidc": "Sua conta está vinculada a um serviço de login que não é seu",
      "address": "Sua conta tem um e-mail ou número de telefone que não é seu",
      "other": "Sua conta tem um segundo fator que não é seu"
    },
    "kept_means": "Não foi possível remover automaticamente. Aqui isto não vale, e o suporte foi avisado.",
    "kept_means_first": "Até você fazer a mudança nas suas configurações de login, isto ainda permite fazer login. Não vale junto com uma chave de segurança sem PIN. O suporte foi avisado."
  }
};
