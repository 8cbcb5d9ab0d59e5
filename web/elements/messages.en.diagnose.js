// Sentences of <latchkey-diagnose>.
export default {
  "diagnose": {
    "heading": "Check this browser",
    "all_good": "Nothing here stands in the way of passkeys. Nothing was changed.",
    "some_bad": "Something here needs your attention. Nothing was changed.",
    "good": "In order",
    "note": "Note",
    "bad": "Problem",
    "unknown": "Could not be checked: {checks}.",
    "again": "Check again",
    "text_heading": "Text for support",
    "text_lead": "If you ask support for help, send this text along. It contains no password, no cookie and no token.",
    "copy": "Copy text",
    "copied": "Text copied.",
    "not_copied": "Copying failed. The text is selected: copy it with your keyboard.",
    "by_phone": "On the phone, read out this code: {code}",
    "help_page": "Ask for help",
    "secure": {
      "ok": "This page has a secure connection.",
      "insecure": "This page was opened without a secure connection. Open it again with https:// at the start of the address."
    },
    "passkeys": {
      "ok": "This browser supports passkeys.",
      "missing": "This browser cannot use passkeys on this page. Update it, or use another browser."
    },
    "authenticator": {
      "ok": "This device can verify that it’s you, with a screen lock, fingerprint or face.",
      "none": "This device cannot verify that it’s you. Set up a screen lock, or use your phone or a security key."
    },
    "autofill": {
      "ok": "This browser can offer passkeys in the sign-in field.",
      "none": "This browser does not offer passkeys in the sign-in field. Use the button for passkeys."
    },
    "extension": {
      "ok": "No extension has replaced how this browser handles passkeys.",
      "replaced": "An extension, such as a password manager, handles passkeys in this browser. If prompts fail, unlock it or turn it off.",
      "broken": "Something keeps this page from using passkeys, probably an extension. Turn off extensions, or use another browser."
    },
    "private": {
      "ok": "There is no sign of a private window.",
      "likely": "This may be a private window. It soon forgets that you are signed in. If something is missing, use a normal window."
    },
    "clock": {
      "ok": "Your device’s clock is right.",
      "ahead": "Your device’s clock is {time} ahead. Codes of an authenticator app are accepted within 30 seconds: have the clock set automatically in your device’s settings.",
      "behind": "Your device’s clock is {time} behind. Codes of an authenticator app are accepted within 30 seconds: have the clock set automatically in your device’s settings."
    },
    "kratos_clock": {
      "ok": "The clocks on our side agree.",
      "apart": "The clocks on our side are {time} apart. You cannot change that: let support know."
    },
    "cookie": {
      "ok": "The sign-in cookie reaches {app}.",
      "none": "No sign-in cookie reaches {app}. If you have signed in, allow cookies for this site in your browser.",
      "blocked": "This browser blocks cookies. Allow them for this site."
    },
    "session": {
      "ok": "You are signed in.",
      "none": "You are not signed in.",
      "ended": "Your session has expired. Sign in again.",
      "partial": "You are signed in, and still need your second factor.",
      "conflict": "Your browser is signed in to two different accounts at once. Delete this site’s cookies in your browser, then sign in again.",
      "failed": "Sign-in could not be checked on our side. Try again in a minute, or contact support."
    },
    "origin": {
      "ok": "This page is at an address where passkeys work.",
      "unlisted": "This page is at an address that is not allowed. Open {app} at its usual address. If you are already there, contact support.",
      "no_passkeys": "Passkeys do not work at the address of this page. Open {app} at its usual address. If you are already there, contact support.",
      "proxy": "A server on the way changes the address of this page. You cannot change that: let support know.",
      "unreached": "{app} could not be reached. Check your connection and try again."
    }
  }
};
