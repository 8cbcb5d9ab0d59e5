// Sentences of the console view "diagnosis", in addition to messages.en.js.
export default {
  "admin-diagnosis": {
    "heading": "What a person sent",
    "lead": "Paste the text from “Check this browser”, the details of a failure, or the code that the person reads out. Nothing of it is stored.",
    "pasted": "Text or code",
    "read": "Read it",
    "nothing": "There is nothing of a diagnosis in this. Ask the person for the text from “Check this browser”.",
    "steps": "Next steps",
    "all_ok": "The browser has all that passkeys need. Look at the request below.",
    "no_checks": "The text has no results of checks. Ask the person to open “Check this browser” in the details of the failure.",
    "person": "Person",
    "claimed": "Anyone can write such a text. Before you change anything, make sure that this person sent it.",
    "other_person": "The text names another account than the audit log has for this request. Do not act on it before you know who sent it.",
    "no_person": "The text names no account: the person was not signed in.",
    "find": "Find the person",
    "request": "Request in the audit log",
    "no_request": "The text has no request ID.",
    "no_event": "The audit log has no event of request {id}. Ask the operator for the line of Latchkey’s log with this ID.",
    "says": "What the text says",
    "secure": {
      "insecure": "Have the person open the address with https://. If it has no certificate, tell the operator."
    },
    "passkeys": {
      "missing": "Have the person update the browser or use another one. An app that shows the page in itself must open it in the system’s browser."
    },
    "authenticator": {
      "none": "The device has no screen lock. A phone or a security key can be used instead."
    },
    "autofill": {
      "none": "Only the offer in the sign-in field is missing. The button for passkeys works."
    },
    "extension": {
      "replaced": "A password manager or another extension answers prompts. Have the person unlock it, or try once without it.",
      "broken": "An extension prevents passkeys. Have the person turn extensions off one by one, or use another browser."
    },
    "private": {
      "likely": "Have the person try a normal window: a private one has neither the session nor, in some browsers, the passkeys."
    },
    "clock": {
      "ahead": "Codes of an authenticator app are accepted within 30 seconds. Have the person switch on automatic date and time.",
      "behind": "Codes of an authenticator app are accepted within 30 seconds. Have the person switch on automatic date and time."
    },
    "kratos_clock": {
      "apart": "The clocks of Latchkey and Kratos differ, and nothing in a browser changes that. Tell the operator: see Clocks in docs/operations.md."
    },
    "cookie": {
      "none": "If the person has signed in, the browser does not send the cookie: it blocks cookies, or the cookie’s domain does not include Latchkey. If others report this too, tell the operator.",
      "blocked": "Have the person allow cookies for this site."
    },
    "session": {
      "none": "The person is not signed in. That is a fault only if they have just signed in.",
      "ended": "The session has ended: have the person sign in again. See the person’s recent events for why.",
      "partial": "The person has to use the second factor. If it is lost, find the person and issue a recovery code.",
      "conflict": "Have the person delete the cookies of this site, then sign in with one account.",
      "failed": "Kratos or the database did not answer. If others report this too, tell the operator: latchkey doctor names the cause."
    },
    "origin": {
      "unlisted": "The person is at an address that is not listed. Send them to the right one; if this is the right one, tell the operator: latchkey doctor --origin names the line to add.",
      "no_passkeys": "Passkeys are not set up for this address. Send the person to the right one; if this is the right one, tell the operator: latchkey doctor --origin names the line to add.",
      "proxy": "A proxy replaces the host name. Tell the operator: the proxy has to pass on Host.",
      "unreached": "Latchkey could not be reached from the browser: the network, a content blocker, or an outage."
    }
  }
};
