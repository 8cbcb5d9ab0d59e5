// Brazilian Portuguese sentences of messages.en.step-up.js.
export default {
  "step-up": {
    "heading": "Confirme que é você",
    "lead": "Você precisa da sua chave de acesso para continuar.",
    "action": "Confirmar com sua chave de acesso",
    "none_heading": "Você ainda não tem uma chave de acesso",
    "none_lead": "Primeiro, configure uma. Depois, você poderá usá-la para confirmar que é você.",
    "none_action": "Configurar uma chave de acesso",
    "gate_lead": "Sua senha está correta. Use sua chave de acesso para concluir o login.",
    "barred_heading": "Sua chave de acesso não pode ser usada no momento",
    "barred_lead": "Ela pode estar suspensa. Veja o que você pode fazer:",
    "none_kratos_lead": "Confirme com seu segundo fator. Depois, você também poderá configurar uma chave de acesso.",
    "kratos": "Usar meu segundo fator",
    "other_heading": "Confirme de outra forma que é você",
    "other_lead": "Nenhuma das suas chaves de acesso pode confirmar aqui que é você. Veja o que você pode fazer:",
    "fresh_heading": "Você já confirmou",
    "fresh_lead": "Não há mais nada a fazer aqui. Você pode continuar de onde parou.",
    "fresh_alone_lead": "Não há mais nada a fazer aqui. Você pode fechar esta página.",
    "again": "Confirmar de novo",
    "cancelled": "Nada foi confirmado. Tente de novo quando quiser.",
    "over_heading": "Faça login de novo desde o início",
    "over_lead": "Este login expirou: você tem cinco minutos para usar sua chave de acesso.",
    "over_action": "Fazer login de novo"
  }
};
