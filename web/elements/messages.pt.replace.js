// Brazilian Portuguese sentences of messages.en.replace.js.
export default {
  "replace": {
    "heading": "Configurar uma nova chave de acesso",
    "lead": "Seu código foi aceito. Você pode configurar uma chave de acesso até as {time}. Você não precisa da que perdeu.",
    "action": "Configurar uma nova chave de acesso"
  }
};
