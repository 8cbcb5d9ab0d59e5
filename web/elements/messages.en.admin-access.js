// Sentences of the console for people who may not enter it yet, in addition to messages.en.admin.js.
export default {
  "admin": {
    "signed_out_heading": "Sign in to the console",
    "signed_out_lead": "You are not signed in, or your session has expired. Sign in with your own account, and you will return here.",
    "confirm_heading": "Confirm it’s you first",
    "confirm_lead": "The console requires a session with a second factor. Confirm it’s you with a passkey or another way, and you will return here.",
    "setup": "Set up a passkey",
    "no_role_heading": "Your account has no role here",
    "no_role_lead": "You are signed in, but only admins, support staff and auditors can use the console.",
    "no_role_how": "Ask the operator of {app} to give your account a role, then try again. Or sign in with another account.",
    "other_account": "Sign in with another account",
    "lost_other": "If you have another passkey, such as on a phone or a security key, choose that one in the prompt.",
    "lost_code": "Otherwise, ask another admin for an enrolment code. They find you under “People” and issue it there. The operator can issue one, too. People with a role have no recovery codes.",
    "lost_next": "With the code, you set up a new passkey. Ask the admin to confirm it afterwards, so that you can make changes at once.",
    "lost_action": "Enter the code"
  }
};
