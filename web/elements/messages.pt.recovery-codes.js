// Brazilian Portuguese sentences of messages.en.recovery-codes.js.
export default {
  "recovery-codes": {
    "heading": "Códigos de recuperação",
    "lead": "Cada código funciona uma única vez, no lugar de uma chave de acesso perdida: faça login como sempre, digite o código e configure uma nova chave de acesso.",
    "none_lead": "Os códigos de recuperação ajudam se você perder o dispositivo: faça login como sempre, digite um código e configure uma nova chave de acesso. Você ainda não tem nenhum.",
    "ended_lead": "Seus códigos de recuperação deixaram de funcionar porque você removeu a chave de acesso ou o fator com que foram criados. Crie novos para não ficar sem acesso se perder o dispositivo.",
    "too_early": "Os códigos de recuperação substituem uma chave de acesso perdida. Primeiro configure uma chave de acesso e depois crie seus códigos aqui.",
    "setup": "Configurar uma chave de acesso",
    "retry": "Recarregar",
    "make": "Criar códigos de recuperação",
    "renew": "Criar novos códigos",
    "left": {
      "one": "{left} código restante.",
      "other": "{left} códigos restantes."
    },
    "made": "Criados em",
    "low": "Restam poucos. Crie novos códigos antes de precisar deles.",
    "used_up": "Você usou todos os seus códigos. Crie novos para não ficar sem acesso se perder o dispositivo."
  }
};
