// Brazilian Portuguese sentences of messages.en.stale.js.
export default {
  "stale": {
    "heading": "Faça login de novo",
    "lead": "Faz algum tempo que você fez login. Faça login em {app} de novo e você voltará a esta página.",
    "sign_out": "Saia, faça login com o segundo fator e volte aqui.",
    "sign_out_action": "Sair e entrar de novo"
  }
};
