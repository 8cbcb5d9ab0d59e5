// Sentences of the console view "deliveries", in addition to messages.en.js.
export default {
  "admin-deliveries": {
    "heading": "Notifications",
    "lead": "Emails to people, webhooks and security events to programs, newest first.",
    "state": "State",
    "sink": "To",
    "webhook": "Webhook “{name}”",
    "set": "Security events to “{name}”",
    "mail": "Email to the person",
    "mail_alerts": "Email to the admins",
    "person": "Person",
    "none": "No notifications match this filter.",
    "tries": "Attempts",
    "failure": "Last error",
    "created": "Created",
    "next": "Next attempt",
    "ended": "Ended",
    "state_dead": "Failed",
    "state_pending": "Pending",
    "state_delivered": "Delivered",
    "state_skipped": "No recipient",
    "state_dropped": "No longer needed",
    "retry": "Try again",
    "retry_heading": "Resend this notification?",
    "retry_lead": "It is sent immediately and retried like a new one. Fix the cause first.",
    "retried": "The notification is being sent again."
  }
};
