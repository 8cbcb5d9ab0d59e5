// Brazilian Portuguese sentences of messages.en.page.js.
export default {
  "noscript": "Esta página precisa de JavaScript para usar chaves de acesso. Ative-o e recarregue a página.",
  "switcher": {
    "label": "Idioma",
    "name": "Português (Brasil)"
  },
  "title": {
    "setup": "Configurar uma chave de acesso",
    "login": "Fazer login",
    "step-up": "Confirme que é você",
    "passkeys": "Suas chaves de acesso",
    "recover": "Usar um código de recuperação",
    "not-me": "Não fui eu",
    "diagnose": "Verificar este navegador"
  },
  "problem": {
    "again": "Tentar de novo",
    "console": "Console de administração",
    "not_found": {
      "what": "Não há nada neste endereço.",
      "next": "Confira o endereço. Se um link trouxe você aqui, ele pode estar desatualizado."
    },
    "invalid_request": {
      "what": "Este endereço está incompleto ou tem um erro.",
      "next": "Volte para onde você estava e tente de novo."
    },
    "method_not_allowed": {
      "what": "Este endereço não pode ser usado desta forma.",
      "next": "Volte para onde você estava e tente de novo."
    },
    "ceremony_invalid": {
      "what": "Este login não pode continuar aqui.",
      "next": "Ele pertence a outro navegador ou é antigo demais. Faça login desde o início."
    },
    "ceremony_expired": {
      "what": "Este login expirou.",
      "next": "Faça login desde o início."
    },
    "unauthenticated": {
      "what": "Primeiro, faça login.",
      "next": "Você não fez login ou a sessão expirou."
    },
    "step_up_required": {
      "what": "Primeiro, confirme que é você.",
      "next": "Depois, volte a este endereço."
    },
    "aal2_required": {
      "what": "Primeiro, confirme que é você.",
      "next": "Depois, volte a este endereço."
    },
    "enrolment_required": {
      "what": "Sua conta precisa de uma chave de acesso.",
      "next": "Configure uma e depois volte a este endereço."
    }
  }
};
