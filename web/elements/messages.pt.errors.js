// Brazilian Portuguese sentences of messages.en.errors.js.
export default {
  "failure": {
    "details": "Detalhes para o suporte",
    "diagnose": "Verificar este navegador",
    "code": "Código",
    "request_id": "ID da solicitação",
    "time": "Horário",
    "expected": "Esperado",
    "received": "Recebido",
    "copy": "Copiar detalhes",
    "copied": "Detalhes copiados.",
    "not_copied": "Não foi possível copiar. Os detalhes estão selecionados: copie-os com o teclado.",
    "reason": "Motivo",
    "rp_id": "Domínio da chave de acesso (RP ID)",
    "origin": "Endereço desta página",
    "browser": "Navegador",
    "cause": "Erro do navegador",
    "capabilities": "Recursos do navegador",
    "recovery_code": "Usar um código de recuperação",
    "enrolment_code": "Digitar um código de cadastro",
    "support": "Obter ajuda",
    "help_page": "Pedir ajuda",
    "other_domain": "Usar uma chave de acesso de {domain}"
  },
  "errors": {
    "cancelled": {
      "what": "A solicitação da chave de acesso foi fechada cedo demais.",
      "next": "Tente de novo quando quiser e siga as instruções no dispositivo."
    },
    "timed_out": {
      "what": "O tempo para usar a chave de acesso acabou.",
      "next": "Deixe à mão o celular, a chave de segurança ou o bloqueio de tela e tente de novo."
    },
    "already_registered": {
      "what": "Este dispositivo já tem uma chave de acesso para sua conta.",
      "next": "Você pode usá-la para fazer login. Para adicionar uma segunda, configure-a em outro dispositivo ou em uma chave de segurança."
    },
    "no_authenticator": {
      "what": "Este dispositivo não consegue criar o tipo de chave de acesso exigido.",
      "next": "Tente com outro dispositivo, com o celular ou com uma chave de segurança."
    },
    "user_verification_impossible": {
      "what": "O dispositivo não conseguiu verificar se é você.",
      "next": "Configure um bloqueio de tela, uma impressão digital ou um PIN nos ajustes dele ou use outro dispositivo."
    },
    "blocked": {
      "what": "O navegador não mostrou a solicitação da chave de acesso.",
      "next": "Feche outras solicitações de chave de acesso e tente de novo. Se você usa um gerenciador de senhas, primeiro desbloqueie-o."
    },
    "invalid_request": {
      "what": "A solicitação não foi aceita.",
      "next": "Se você digitou um nome, tente um mais curto e simples. Caso contrário, recarregue a página."
    },
    "ceremony_invalid": {
      "what": "Esta tentativa não corresponde mais à sua sessão.",
      "next": "Recarregue a página e comece de novo."
    },
    "ceremony_expired": {
      "what": "Esta tentativa demorou demais.",
      "next": "Comece de novo. Você tem cinco minutos para cada tentativa."
    },
    "ceremony_spent": {
      "what": "Esta tentativa já foi concluída.",
      "next": "Recarregue a página para ver a situação atual."
    },
    "passkey_rejected": {
      "what": "Esta chave de acesso não foi aceita.",
      "next": "Tente outra chave de acesso ou faça login de outra forma. Se a chave de acesso foi removida aqui, você pode excluí-la do gerenciador de senhas."
    },
    "unauthenticated": {
      "what": "Você não fez login ou a sessão expirou.",
      "next": "Faça login e volte a esta página."
    },
    "cookie_conflict": {
      "what": "Seu navegador está com duas contas diferentes ao mesmo tempo.",
      "next": "Exclua os cookies deste site no navegador e faça login de novo."
    },
    "aal2_required": {
      "what": "Sua conta exige um segundo fator.",
      "next": "Confirme com ele e você voltará a esta página."
    },
    "insufficient_authentication": {
      "what": "Esta página precisa de uma confirmação recente de que é você.",
      "next": "Confirme que é você e tente de novo."
    },
    "step_up_required": {
      "what": "Confirme que é você antes de fazer esta mudança.",
      "next": "Confirme de outra forma e tente de novo.",
      "alone": "Para isso, você precisa de um código de recuperação ou da ajuda do suporte. Depois, tente de novo."
    },
    "enrolment_required": {
      "what": "Sua conta precisa de uma chave de acesso para você continuar.",
      "next": "Configure uma chave de acesso e tente de novo."
    },
    "forbidden_origin": {
      "what": "A solicitação veio de um endereço não permitido.",
      "next": "Abra {app} no endereço de sempre. Se você já está nele, fale com o suporte."
    },
    "identity_inactive": {
      "what": "Sua conta está desativada.",
      "next": "Peça ao suporte para reativá-la."
    },
    "forbidden": {
      "what": "Você não tem permissão para fazer isso.",
      "next": "Se você acha que deveria ter, fale com o suporte."
    },
    "not_found": {
      "what": "Isto não existe mais.",
      "next": "Recarregue a página para ver a situação atual."
    },
    "limit_reached": {
      "what": "Você atingiu o número máximo de chaves de acesso.",
      "next": "Remova uma que você não usa mais e tente novamente."
    },
    "authenticator_not_allowed": {
      "what": "Este dispositivo ou gerenciador de senhas não é permitido aqui.",
      "next": "Use uma chave de segurança ou chave de acesso aprovada pela sua organização, ou pergunte ao suporte quais são."
    },
    "last_passkey": {
      "what": "Sua conta precisa manter pelo menos uma chave de acesso.",
      "next": "Primeiro adicione outra chave de acesso e depois remova esta."
    },
    "conflict": {
      "what": "Algo mudou nesse meio-tempo.",
      "next": "Recarregue a página e tente de novo."
    },
    "payload_too_large": {
      "what": "A solicitação era grande demais.",
      "next": "Tente um nome mais curto. Se continuar acontecendo, fale com o suporte."
    },
    "unsupported_media_type": {
      "what": "A solicitação tinha um formato inesperado.",
      "next": "Recarregue a página. Se continuar acontecendo, fale com o suporte."
    },
    "method_not_allowed": {
      "what": "A solicitação tinha uma forma inesperada.",
      "next": "Recarregue a página. Se continuar acontecendo, fale com o suporte."
    },
    "rate_limited": {
      "what": "Muitas tentativas em pouco tempo.",
      "next": "Espere um minuto e tente de novo.",
      "left": {"one": "Você pode tentar de novo em {left} segundo.", "other": "Você pode tentar de novo em {left} segundos."},
      "over": "Você já pode tentar de novo."
    },
    "internal": {
      "what": "Algo deu errado do nosso lado.",
      "next": "Tente de novo. Se continuar acontecendo, fale com o suporte."
    },
    "kratos_unavailable": {
      "what": "O login não está disponível no momento.",
      "next": "Tente de novo em um minuto. Suas chaves de acesso estão em ordem."
    },
    "kratos_refused": {
      "what": "Não é possível fazer login nesta conta aqui com uma chave de acesso.",
      "next": "Tentar de novo não adianta. Faça login de outra forma ou fale com o suporte."
    },
    "kratos_misconfigured": {
      "what": "O login não está configurado corretamente.",
      "next": "Tentar de novo não adianta. Fale com o suporte. Suas chaves de acesso estão em ordem."
    },
    "clocks_differ": {
      "what": "Isto não é possível no momento, por causa de um relógio do nosso lado.",
      "next": "Fazer login de novo não adianta. Fale com o suporte."
    },
    "identity_deleted": {
      "what": "A conta desta chave de acesso não existe mais.",
      "next": "Cadastre-se de novo. Se não foi você que excluiu a conta, fale com o suporte."
    },
    "store_unavailable": {
      "what": "Suas chaves de acesso não estão disponíveis no momento.",
      "next": "Tente de novo em um minuto. Suas chaves de acesso estão em ordem."
    },
    "gesture_missing": {
      "what": "Seu navegador precisa que você pressione o botão de novo.",
      "next": "Pressione-o mais uma vez. Você não precisa repetir o que acabou de confirmar."
    }
  },
  "reasons": {
    "attestation_missing": {
      "what": "O navegador não informou a marca e o modelo.",
      "next": "Tente novamente e permita que o navegador compartilhe a marca e o modelo se ele perguntar, ou use uma chave de segurança aprovada pela sua organização."
    },
    "device_bound": {
      "what": "Esta chave de acesso poderia ser copiada para outros dispositivos, o que não é permitido aqui.",
      "next": "Use uma chave de acesso que fique em um único dispositivo, como uma chave de segurança aprovada pela sua organização."
    },
    "synced": {
      "what": "Esta chave de acesso não está salva em um gerenciador de senhas permitido aqui.",
      "next": "Crie-a em um gerenciador de senhas aprovado pela sua organização, ou pergunte ao suporte quais são."
    },
    "fido2": {
      "what": "Esta chave de segurança é antiga demais para ser permitida aqui.",
      "next": "Use uma chave de segurança mais nova aprovada pela sua organização."
    },
    "key_size": {
      "what": "Este dispositivo não cria chaves de acesso fortes o bastante para serem permitidas aqui.",
      "next": "Use outro dispositivo ou uma chave de segurança aprovada pela sua organização."
    },
    "model_compromised": {
      "what": "O modelo desta chave de acesso foi relatado como comprometido.",
      "next": "Configure uma chave de acesso em um dispositivo de outro modelo."
    },
    "role_has_no_codes": {
      "what": "Quem tem uma função no console de administração não pode ter códigos de recuperação.",
      "next": "Configure uma segunda chave de acesso como reserva ou peça um código de cadastro a outro administrador."
    },
    "enrolment_code_required": {
      "what": "Sua conta tem uma função no console de administração. Por isso, configurar a primeira chave de acesso exige um código de cadastro.",
      "next": "Peça um a outro administrador, digite-o na página de códigos de recuperação e configure sua chave de acesso."
    },
    "no_passkey_here": {
      "what": "Você não tem uma chave de acesso que possa ser usada aqui.",
      "next": "Confirme de outra forma que é você ou fale com o suporte."
    },
    "being_reset": {
      "what": "O suporte está redefinindo sua conta.",
      "next": "Espere um momento e faça login de novo."
    },
    "second_factor": {
      "what": "Sua conta precisa de uma segunda forma de entrar para você continuar.",
      "next": "Configure uma, como códigos de recuperação ou outra chave de acesso, e tente de novo."
    },
    "origin_mismatch": {
      "what": "As chaves de acesso não funcionam no endereço desta página.",
      "next": "Abra {app} no endereço de sempre. Se você já está nele, fale com o suporte."
    },
    "rp_id_mismatch": {
      "what": "Esta chave de acesso pertence a outro endereço.",
      "next": "Abra {app} no endereço de sempre. Se você já está nele, fale com o suporte."
    },
    "user_presence_missing": {
      "what": "O dispositivo não registrou nenhuma confirmação.",
      "next": "Tente de novo e toque na chave ou confirme quando o dispositivo pedir."
    },
    "user_verification_missing": {
      "what": "É necessária uma chave de acesso que verifique se é você.",
      "next": "Tente de novo com a impressão digital, o rosto ou o PIN. Se o dispositivo não tem bloqueio de tela, configure um. Se não resolver, use outra chave de acesso."
    },
    "clone": {
      "what": "Esta chave de segurança pode ter sido copiada.",
      "next": "Use outra chave de acesso e avise o suporte."
    }
  }
};
