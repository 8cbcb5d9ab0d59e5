// Brazilian Portuguese sentences of messages.en.factors.js.
export default {
  "factors": {
    "question": {
      "totp": "Um app autenticador foi adicionado em {date}. É seu?",
      "lookup_secret": "Códigos de backup foram criados em {date}. São seus?",
      "webauthn": "Uma chave de segurança foi adicionada em {date}. É sua?",
      "passkey": "Uma chave de acesso foi adicionada às suas configurações de login em {date}. É sua?",
      "code": "Códigos por e-mail ou SMS foram ativados em {date}. O endereço é seu?",
      "password": "Sua conta tem uma nova senha desde {date}. É sua?",
      "oidc": "Sua conta está vinculada a outro serviço de login desde {date}. O vínculo é seu?",
      "address": "Sua conta tem um novo e-mail ou número de telefone desde {date}. É seu?",
      "other": "Outro segundo fator foi adicionado em {date}. É seu?"
    },
    "means": "Qualquer pessoa que saiba sua senha pode adicionar isto. Até você confirmar que é seu, não vale como segundo fator.",
    "means_first": "Alguém que encontrou sua chave de segurança pode ter mudado isto. Até você confirmar que é seu, não vale junto com uma chave de segurança sem PIN.",
    "yes": "Sim, é meu",
    "no": "Não, remover",
    "no_first": "Não, não é meu"
  }
};
