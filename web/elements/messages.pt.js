// Brazilian Portuguese sentences of messages.en.js.
export default {
  "lang": "pt-BR",
  "dir": "ltr",
  "common": {
    "cant_use": "Não consigo usar minha chave de acesso",
    "working": "Aguarde…",
    "waiting": "Aguardando sua chave de acesso. Siga as instruções no dispositivo.",
    "cancel": "Cancelar",
    "cancelled": "Nada mudou. Tente de novo quando quiser.",
    "continue": "Continuar",
    "open_at": "Abrir {address}",
    "confirmed": "Confirmado",
    "confirmed_lead": "Agradecemos. Você pode continuar de onde parou.",
    "confirmed_going": "Confirmado. Levando você de volta…",
    "synced": "Sincronizada",
    "device_only": "Em um só dispositivo",
    "security_key": "Chave de segurança"
  },
  "signed_out": {
    "heading": "Primeiro, faça login",
    "lead": "Você não fez login ou a sessão expirou. Faça login em {app} e você voltará a esta página.",
    "sign_in": "Fazer login"
  },
  "failure": {
    "kratos": "Confirmar de outra forma"
  },
  "errors": {
    "not_supported": {
      "what": "Este navegador não é compatível com chaves de acesso.",
      "next": "Atualize o navegador ou abra esta página em outro."
    },
    "insecure_context": {
      "what": "Esta página foi aberta sem uma conexão segura.",
      "next": "Abra a página de novo com https:// no início do endereço."
    },
    "wrong_domain": {
      "what": "As chaves de acesso não funcionam no endereço desta página.",
      "next": "Abra {app} no endereço de sempre. Se você já está nele, fale com o suporte."
    },
    "network": {
      "what": "Não foi possível acessar {app}.",
      "next": "Verifique sua conexão e tente de novo."
    },
    "unknown": {
      "what": "Algo deu errado.",
      "next": "Tente de novo. Se continuar acontecendo, fale com o suporte."
    }
  }
};
