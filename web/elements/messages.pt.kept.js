// Brazilian Portuguese sentences of messages.en.kept.js.
export default {
  "passkeys": {
    "second_only": "Com esta chave, você pode confirmar sua identidade depois de entrar, mas não entrar só com ela.",
    "suspended_means": "Esta chave de acesso está suspensa, e você não pode fazer login com ela. Pergunte o motivo ao suporte.",
    "compromised_means": "Esta chave de acesso está suspensa porque o modelo foi relatado como comprometido. Configure outra em um dispositivo diferente.",
    "marked_means": "O modelo desta chave de acesso foi relatado como comprometido. Configure outra em um dispositivo diferente."
  },
  "kept": {
    "model": "Modelo verificado",
    "maker": "O fabricante foi verificado; o modelo, não.",
    "copy": "Também está nas suas configurações de login. Se você a remover aqui, ela continua lá.",
    "heading": "Somente nas suas configurações de login",
    "lead": "Com estas, você entra onde as configurou. Renomeie ou remova essas chaves nas suas configurações de login.",
    "passkey": "Chave de acesso",
    "domain": "Para",
    "added": "Adicionada"
  }
};
