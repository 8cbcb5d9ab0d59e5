// Brazilian Portuguese sentences of messages.en.setup.js.
export default {
  "common": {
    "waiting_twice": "O dispositivo pode perguntar duas vezes: primeiro use uma chave de acesso que você já tem e depois configure a nova."
  },
  "setup": {
    "back": "Voltar para {app}",
    "elsewhere": "{app} exige uma chave de acesso. Para continuar, faça login em um navegador compatível com chaves de acesso.",
    "later": "Agora não",
    "required_lead": "{app} exige uma chave de acesso. Com ela, você faz login do mesmo jeito que desbloqueia o dispositivo.",
    "grace_lead": "A partir de {date}, {app} exige uma chave de acesso. Com ela, você faz login do mesmo jeito que desbloqueia o dispositivo.",
    "another_heading": "Adicionar outra chave de acesso",
    "another_lead": "Configure uma em outro dispositivo ou em uma chave de segurança para não ficar sem acesso se perder uma delas. O pedido pode aparecer duas vezes: primeiro use uma chave de acesso que você já tem e depois configure a nova.",
    "manage": "Suas chaves de acesso",
    "way_later_lead": "Nesta página, você pode configurar uma segunda forma de entrar quando quiser.",
    "cancelled": "Nenhuma chave de acesso foi criada. Tente de novo quando quiser.",
    "later_heading": "Talvez mais tarde",
    "later_lead": "Você pode configurar uma chave de acesso nesta página quando quiser."
  }
};
