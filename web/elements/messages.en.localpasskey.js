// Sentences of the offer of a passkey on this device, after a sign-in with another device's.
export default {
  "localpasskey": {
    "heading": "Create a passkey on this device?",
    "lead": "You have signed in with your phone or another device. With a passkey on this device, you will not need the other one next time. Do this only on your own device.",
    "action": "Create a passkey",
    "later": "Not now",
    "cancelled": "No passkey was created. You are signed in.",
    "done": "Your passkey on this device is ready."
  }
};
