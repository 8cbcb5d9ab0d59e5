// Brazilian Portuguese sentences of messages.en.secondstep.js.
export default {
  "common": {
    "synced_means": "Você pode usá-la em qualquer dispositivo conectado ao mesmo gerenciador de senhas.",
    "device_only_means": "Ela fica neste dispositivo. Configure uma segunda em outro lugar para não ficar sem acesso se perder este dispositivo.",
    "other_device_means": "Ela fica no celular ou no outro dispositivo em que você a criou. Configure uma segunda em outro lugar para não ficar sem acesso se perder esse dispositivo.",
    "security_key_means": "Ela fica nesta chave de segurança. Configure uma segunda em outro lugar para não perder o acesso se perder esta chave."
  },
  "setup": {
    "done_heading": "Sua chave de acesso está pronta",
    "upgraded_heading": "Uma chave de acesso foi criada",
    "done_lead": "“{name}” foi configurada. Use-a no próximo login.",
    "refused_lead": "“{name}” foi configurada. Ela pode confirmar que é você, mas no momento não permite fazer login. Mantenha outra forma de fazer login e avise o suporte.",
    "second": "Adicionar uma segunda chave de acesso",
    "second_lead": "Crie uma segunda chave de acesso em outro dispositivo, no celular ou em uma chave de segurança.",
    "second_twice": "O pedido aparecerá duas vezes: primeiro para usar uma chave de acesso que você já tem e depois para criar a nova.",
    "codes": "Criar códigos de recuperação",
    "codes_lead": "Agora, crie códigos de recuperação para imprimir ou salvar. Se você perder sua chave de acesso, um deles permite criar uma nova.",
    "making_codes": "Criando seus códigos. O dispositivo primeiro pede sua chave de acesso.",
    "way_heading": "Caso você perca sua chave de acesso",
    "way_lead": "Configure uma segunda forma de entrar para não ficar sem acesso.",
    "way_required_lead": "{app} exige uma segunda forma de entrar, para você não ficar sem acesso se perder sua chave de acesso.",
    "way_grace_lead": "A partir de {date}, {app} exige uma segunda forma de entrar, para você não ficar sem acesso se perder sua chave de acesso.",
    "way_done_heading": "Você tem uma segunda forma de entrar",
    "way_done_lead": "Se você perder sua chave de acesso, faça login como sempre e use um dos seus códigos de recuperação.",
    "show_lead": "Uma última etapa: use-a uma vez agora.",
    "show": "Usar e continuar"
  }
};
