// Brazilian Portuguese sentences of messages.en.diagnose.js.
export default {
  "diagnose": {
    "heading": "Verificar este navegador",
    "all_good": "Nada aqui impede o uso de chaves de acesso. Nada foi alterado.",
    "some_bad": "Algo aqui precisa da sua atenção. Nada foi alterado.",
    "good": "Em ordem",
    "note": "Aviso",
    "bad": "Problema",
    "unknown": "Não foi possível verificar: {checks}.",
    "again": "Verificar de novo",
    "text_heading": "Texto para o suporte",
    "text_lead": "Se você pedir ajuda ao suporte, envie este texto junto. Ele não contém senhas, cookies nem tokens.",
    "copy": "Copiar texto",
    "copied": "Texto copiado.",
    "not_copied": "Não foi possível copiar. O texto está selecionado: copie-o com o teclado.",
    "by_phone": "Por telefone, leia este código: {code}",
    "help_page": "Pedir ajuda",
    "secure": {
      "ok": "Esta página tem uma conexão segura.",
      "insecure": "Esta página foi aberta sem uma conexão segura. Abra a página de novo com https:// no início do endereço."
    },
    "passkeys": {
      "ok": "Este navegador aceita chaves de acesso.",
      "missing": "Este navegador não consegue usar chaves de acesso nesta página. Atualize-o ou use outro navegador."
    },
    "authenticator": {
      "ok": "Este dispositivo consegue verificar que é você, com bloqueio de tela, impressão digital ou rosto.",
      "none": "Este dispositivo não consegue verificar que é você. Configure um bloqueio de tela, ou use o celular ou uma chave de segurança."
    },
    "autofill": {
      "ok": "Este navegador pode oferecer chaves de acesso no campo de login.",
      "none": "Este navegador não oferece chaves de acesso no campo de login. Use o botão de chaves de acesso."
    },
    "extension": {
      "ok": "Nenhuma extensão substituiu o tratamento de chaves de acesso deste navegador.",
      "replaced": "Uma extensão, como um gerenciador de senhas, cuida das chaves de acesso neste navegador. Se as solicitações falharem, desbloqueie ou desative a extensão.",
      "broken": "Algo impede esta página de usar chaves de acesso, provavelmente uma extensão. Desative as extensões ou use outro navegador."
    },
    "private": {
      "ok": "Não há sinal de uma janela anônima.",
      "likely": "Esta pode ser uma janela anônima. Ela logo esquece que você fez login. Se algo estiver faltando, use uma janela normal."
    },
    "clock": {
      "ok": "O relógio do seu dispositivo está certo.",
      "ahead": "O relógio do seu dispositivo está {time} adiantado. Os códigos de um app autenticador são aceitos com 30 segundos de margem: ative a hora automática nas configurações do dispositivo.",
      "behind": "O relógio do seu dispositivo está {time} atrasado. Os códigos de um app autenticador são aceitos com 30 segundos de margem: ative a hora automática nas configurações do dispositivo."
    },
    "kratos_clock": {
      "ok": "Os relógios do nosso lado coincidem.",
      "apart": "Os relógios do nosso lado diferem em {time}. Você não pode mudar isso: avise o suporte."
    },
    "cookie": {
      "ok": "O cookie de login chega a {app}.",
      "none": "Nenhum cookie de login chega a {app}. Se você fez login, permita os cookies deste site no navegador.",
      "blocked": "Este navegador bloqueia cookies. Permita-os para este site."
    },
    "session": {
      "ok": "Você fez login.",
      "none": "Você não fez login.",
      "ended": "Sua sessão expirou. Faça login de novo.",
      "partial": "Você fez login, e ainda falta o segundo fator.",
      "conflict": "Seu navegador está com duas contas diferentes ao mesmo tempo. Exclua os cookies deste site no navegador e faça login de novo.",
      "failed": "Não foi possível verificar o login do nosso lado. Tente de novo em um minuto ou fale com o suporte."
    },
    "origin": {
      "ok": "As chaves de acesso funcionam no endereço desta página.",
      "unlisted": "Esta página tem um endereço que não é permitido. Abra {app} no endereço de sempre. Se você já está nele, fale com o suporte.",
      "no_passkeys": "As chaves de acesso não funcionam no endereço desta página. Abra {app} no endereço de sempre. Se você já está nele, fale com o suporte.",
      "proxy": "Um servidor no caminho altera o endereço desta página. Você não pode mudar isso: avise o suporte.",
      "unreached": "Não foi possível acessar {app}. Verifique sua conexão e tente de novo."
    }
  }
};
