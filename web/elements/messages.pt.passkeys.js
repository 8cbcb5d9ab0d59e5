// Brazilian Portuguese sentences of messages.en.passkeys.js.
export default {
  "passkeys": {
    "heading": "Suas chaves de acesso",
    "lead": "Você pode fazer login em {app} com qualquer uma delas. Remova as que você não usa mais.",
    "loading": "Carregando suas chaves de acesso…",
    "retry": "Recarregar",
    "back": "Voltar para {app}",
    "add": "Adicionar outra chave de acesso",
    "full": "Você atingiu o número máximo de chaves de acesso. Remova uma para adicionar outra.",
    "count": "{count} de {limit}",
    "not_mine": "Alguma delas não é sua?",
    "created": "Criada",
    "last_used": "Último uso",
    "never": "Ainda não usada",
    "kept_by": "configurada com {provider}",
    "browser": "{browser} no {system}",
    "used_here": "Usada neste navegador",
    "suspended": "Suspensa",
    "rename": "Renomear",
    "rename_label": "Renomear “{name}”",
    "remove": "Remover",
    "remove_label": "Remover “{name}”",
    "activity": "Atividade recente"
  }
};
