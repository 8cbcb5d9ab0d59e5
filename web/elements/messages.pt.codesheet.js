// Brazilian Portuguese sentences of messages.en.codesheet.js.
export default {
  "recovery-codes": {
    "making": "Criando seus códigos. Se o dispositivo pedir, confirme com uma chave de acesso.",
    "confirm_heading": "Criar novos códigos de recuperação?",
    "confirm_lead": "Todos os códigos atuais param de funcionar na hora, inclusive os que você imprimiu.",
    "keep": "Manter meus códigos",
    "new_heading": "Seus novos códigos de recuperação",
    "new_lead": "Eles são mostrados uma única vez. Guarde-os onde você consiga acessá-los sem este dispositivo: em papel ou no seu gerenciador de senhas.",
    "list": "Códigos de recuperação",
    "copy": "Copiar",
    "copied": "Códigos copiados. Cole-os em um lugar seguro.",
    "not_copied": "Não foi possível copiar. Os códigos estão selecionados: copie-os com o teclado.",
    "download": "Baixar",
    "downloaded": "Os códigos foram salvos nos seus downloads.",
    "print": "Imprimir",
    "kept": "Já salvei os códigos",
    "done": "Seus códigos de recuperação estão prontos.",
    "file_name": "{app}-codigos-de-recuperacao.txt",
    "file_title": "Códigos de recuperação de {app}",
    "file_date": "Criados em {date}.",
    "file_use": "Se você perder sua chave de acesso, faça login em {app} como sempre, escolha “Usar um código de recuperação” e digite um destes. Cada código funciona uma única vez. Se você criar novos códigos, estes deixarão de valer."
  },
  "errors": {
    "conflict": {
      "what": "Códigos foram criados há pouco, talvez por você em outra aba, ou algo mais mudou na sua conta.",
      "next": "Se você guardou aqueles códigos, use-os. Caso contrário, espere dez segundos, recarregue a página e tente de novo."
    }
  }
};
