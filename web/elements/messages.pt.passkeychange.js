// Brazilian Portuguese sentences of messages.en.passkeychange.js.
export default {
  "passkeys": {
    "another": "Usar um celular ou uma chave de segurança",
    "adding": "O dispositivo pode perguntar duas vezes: primeiro por uma chave de acesso que você já tem e depois para criar a nova.",
    "added": "“{name}” foi adicionada.",
    "removed": "“{name}” foi removida.",
    "removed_pending": "“{name}” foi removida. As sessões dos dispositivos que fizeram login com ela serão encerradas assim que o servidor de login responder.",
    "removed_codes": "Seus códigos de recuperação foram criados com ela e não funcionam mais. Crie novos.",
    "removed_codes_last": "Seus códigos de recuperação foram criados com ela e não funcionam mais.",
    "removed_keys": "As chaves de administração criadas com ela ainda funcionam: {keys}. No console de administração, revogue as que você não usa mais.",
    "confirm_heading": "Remover “{name}”?",
    "confirm_synced": "Você não poderá mais fazer login com ela em nenhum dos dispositivos em que está sincronizada. Não é possível desfazer.",
    "confirm_device": "Você não poderá mais fazer login com ela. Não é possível desfazer.",
    "confirm_second": "Você não poderá mais confirmar sua identidade com ela. Você continuará fazendo login como antes. Não é possível desfazer.",
    "confirm_last": "É a única chave de acesso com que você pode fazer login. Depois disso, você fará login com a senha ou de outra forma oferecida por {app}.",
    "confirm_others": {
      "one": "Você ainda pode fazer login com {count} outra chave de acesso.",
      "other": "Você ainda pode fazer login com {count} outras chaves de acesso."
    },
    "confirm_codes": {
      "one": "Resta {left} código de recuperação. Sozinho, ele não permite fazer login.",
      "other": "Restam {left} códigos de recuperação. Sozinhos, eles não permitem fazer login."
    },
    "confirm_ends_codes": "Seus códigos de recuperação foram criados com ela e deixam de funcionar. Depois, crie novos.",
    "confirm_ends_codes_last": "Seus códigos de recuperação foram criados com ela e deixam de funcionar.",
    "confirm_copy": "Seu dispositivo ou gerenciador de senhas pode guardar uma cópia. Ela não funciona mais, e você pode excluí-la lá.",
    "confirm_action": "Remover chave de acesso",
    "keep": "Manter chave de acesso",
    "gone_heading": "Você removeu sua última chave de acesso, “{name}”",
    "gone_lead": "A partir de agora, você faz login com a senha ou de outra forma oferecida por {app}. Você pode configurar uma nova chave de acesso quando quiser.",
    "gone_codes": {
      "one": "Você ainda tem {left} código de recuperação, mas sozinho ele não permite fazer login.",
      "other": "Você ainda tem {left} códigos de recuperação, mas sozinhos eles não permitem fazer login."
    },
    "removing": "Removendo a chave de acesso. O dispositivo primeiro pede uma chave de acesso para verificar se é você.",
    "new_name": "Novo nome",
    "save": "Salvar",
    "cancel": "Cancelar",
    "renamed": "A chave de acesso agora se chama “{name}”.",
    "missing": "“{name}” já tinha sido removida, em outra janela ou pelo suporte. A lista agora está atualizada."
  }
};
