// Brazilian Portuguese sentences of messages.en.replace.js.
export default {
  "replace": {
    "heading": "Configurar uma nova chave de acesso",
    "lead": "Seu código foi aceito. Você pode configurar uma chave de acesso até as {time}. Você não precisa da que perdeu.",
    "action": "Configurar uma nova chave de acesso",
    "ready_heading": "Sua nova chave de acesso está pronta",
    "ready_lead": "Agora remova a chave de acesso que você perdeu, para que ninguém mais possa usá-la.",
    "remove": "Remover a chave de acesso perdida",
    "none": "Ainda tenho todas"
  }
};
