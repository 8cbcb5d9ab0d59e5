// Arabic sentences of messages.en.passkeys.js.
export default {
  "passkeys": {
    "heading": "مفاتيح مرورك",
    "lead": "يمكنك تسجيل الدخول إلى {app} بأي منها. أزل ما لم تعد تستخدمه.",
    "loading": "جارٍ تحميل مفاتيح المرور…",
    "retry": "إعادة التحميل",
    "back": "العودة إلى {app}",
    "add": "إضافة مفتاح مرور آخر",
    "full": "بلغت الحد الأقصى للمفاتيح. أزل مفتاحًا لإضافة آخر.",
    "count": "{count} من {limit}",
    "not_mine": "هل أحدها ليس لك؟",
    "created": "تاريخ الإنشاء",
    "last_used": "آخر استخدام",
    "never": "لم يُستخدم بعد",
    "kept_by": "أُعدّ باستخدام {provider}",
    "browser": "{browser} على {system}",
    "used_here": "استُخدم في هذا المتصفح",
    "suspended": "معلّق",
    "rename": "إعادة تسمية",
    "rename_label": "إعادة تسمية «{name}»",
    "remove": "إزالة",
    "remove_label": "إزالة «{name}»",
    "activity": "النشاط الأخير"
  }
};
