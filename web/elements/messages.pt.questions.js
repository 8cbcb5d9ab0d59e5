// Brazilian Portuguese sentences of messages.en.questions.js.
export default {
  "setup": {
    "heading": "Faça login mais rápido com uma chave de acesso",
    "lead": "Com uma chave de acesso, você faz login em {app} do mesmo jeito que desbloqueia o dispositivo.",
    "account": "Para sua conta {login}",
    "about_what": "O que é uma chave de acesso?",
    "about_what_more": "Outra forma de fazer login, além da senha. Não há nada para lembrar, e ela não funciona em sites falsos.",
    "about_where": "Onde ela fica salva?",
    "about_where_more": "No gerenciador de senhas do dispositivo ou em uma chave de segurança. Sua impressão digital e seu rosto nunca saem do dispositivo.",
    "about_lost": "E se eu perder o celular?",
    "about_lost_more": "Se o gerenciador de senhas a sincroniza, ela também está nos seus outros dispositivos. Caso contrário, você precisa de uma segunda chave de acesso em outro dispositivo.",
    "about_lost_more_codes": "Se o gerenciador de senhas a sincroniza, ela também está nos seus outros dispositivos. Caso contrário, os códigos de recuperação ajudam: você pode criá-los na próxima etapa.",
    "action": "Criar uma chave de acesso"
  }
};
