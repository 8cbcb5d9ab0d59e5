// Portuguese sentences of messages.en.localpasskey.js.
export default {
  "localpasskey": {
    "heading": "Criar uma chave de acesso neste dispositivo?",
    "lead": "Você fez login com o celular ou com outro dispositivo. Com uma chave de acesso neste dispositivo, você não vai precisar do outro da próxima vez. Faça isso somente em um dispositivo seu.",
    "action": "Criar uma chave de acesso",
    "later": "Agora não",
    "cancelled": "Nenhuma chave de acesso foi criada. Você já fez login.",
    "done": "Sua chave de acesso neste dispositivo está pronta."
  }
};
