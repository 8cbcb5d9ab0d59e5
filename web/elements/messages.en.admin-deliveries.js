// What the part "deliveries" of the admin console says, beside the sentences of messages.en.js.
export default {
  "admin-deliveries": {
    "heading": "Notifications",
    "lead": "What was to be told to people by mail and to programs by webhook, newest first.",
    "state": "State",
    "sink": "To",
    "mail": "Mail to the person",
    "person": "Identity",
    "none": "There is no such notification.",
    "tries": "Tries",
    "failure": "Last failure",
    "created": "Since",
    "next": "Next try",
    "ended": "Ended",
    "state_dead": "Given up",
    "state_pending": "Under way",
    "state_delivered": "Delivered",
    "state_skipped": "Nobody to tell",
    "state_dropped": "No longer needed",
    "retry": "Try again",
    "retry_heading": "Send this notification again?",
    "retry_lead": "It is tried at once, and as often as a new one. See to the cause first.",
    "retried": "It is being sent again."
  }
};
