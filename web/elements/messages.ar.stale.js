// Arabic sentences of messages.en.stale.js.
export default {
  "stale": {
    "heading": "سجّل الدخول مرة أخرى",
    "lead": "مضى وقت على تسجيل دخولك. سجّل الدخول إلى {app} مرة أخرى وستعود إلى هذه الصفحة.",
    "sign_out": "سجّل الخروج، ثم سجّل الدخول بالعامل الثاني وعُد إلى هنا.",
    "sign_out_action": "الخروج وتسجيل الدخول من جديد"
  }
};
