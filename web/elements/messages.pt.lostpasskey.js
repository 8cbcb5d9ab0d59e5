// Brazilian Portuguese sentences of messages.en.lostpasskey.js.
export default {
  "replace": {
    "question": "Qual delas você perdeu?",
    "created": "Configurada em",
    "last_used": "Usada pela última vez em",
    "means": "Não é possível desfazer a remoção. O dispositivo primeiro pede sua nova chave de acesso.",
    "means_codes": "Os códigos de recuperação criados com uma chave de acesso deixam de funcionar quando ela é removida.",
    "choose": "Primeiro, escolha a chave de acesso que você perdeu.",
    "removing": "Primeiro, use sua nova chave de acesso. Depois, a perdida será removida.",
    "remove_later": "Você também pode remover uma chave de acesso perdida mais tarde, na lista:",
    "done_heading": "Tudo pronto",
    "done_lead": "Removidas: {names}. A partir de agora, faça login com sua nova chave de acesso.",
    "done_none": "A partir de agora, você pode fazer login com sua nova chave de acesso.",
    "passkeys": "Suas chaves de acesso"
  }
};
