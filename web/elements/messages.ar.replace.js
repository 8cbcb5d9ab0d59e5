// Arabic sentences of messages.en.replace.js.
export default {
  "replace": {
    "heading": "إعداد مفتاح مرور جديد",
    "lead": "قُبل رمزك. يمكنك إعداد مفتاح مرور واحد حتى {time}. لا تحتاج إلى المفتاح الذي فقدته.",
    "action": "إعداد مفتاح مرور جديد"
  }
};
