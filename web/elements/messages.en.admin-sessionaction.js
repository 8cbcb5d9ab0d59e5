// Sentences of the console about ending sessions, in addition to messages.en.js.
export default {
  "admin-sessionaction": {
    "end_lead": "Passkeys and passwords keep working. After a theft, revoke the passkey as well.",
    "ending": "Kratos is not responding. The sessions end as soon as it does.",
    "end_all_done": "All sessions have ended.",
    "end_all_lead": "The person is signed out on all devices.",
    "end_all_heading": "End all sessions of {login}?",
    "end_one_done": "The session has ended.",
    "end_one_lead": "The person is signed out on that device.",
    "end_one_heading": "End this session of {login}?"
  }
};
