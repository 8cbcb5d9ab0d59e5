// Signs in with a passkey, by button or by autofill in the email field. The SDK does both. It calls Latchkey, whose response
// sets Kratos' own session cookie, so the user is signed in at Kratos.

const meta = (name) => document.querySelector(`meta[name="${name}"]`).content;
const baseUrl = meta('latchkey');
const latchkey = import(`${baseUrl}/sdk/latchkey.js`).then(({ createLatchkey }) => createLatchkey({ baseUrl }));

const button = document.getElementById('passkey');
const status = document.getElementById('passkey-status');

/** Latchkey returns a return_to that is safe to navigate to. @param {'login' | 'autofill'} way */
async function signIn(way) {
  const { return_to } = await (await latchkey)[way]({ session: 'cookie', returnTo: meta('return-to') });
  location.assign(return_to);
}

/** Every error of the SDK says what happened and what to do. */
function say({ message, hint }) {
  status.className = 'message error';
  status.textContent = `${message} ${hint}`;
}

/** Codes with which autofill can end without any action by the user. */
const QUIET = ['cancelled', 'timed_out', 'not_supported', 'no_authenticator', 'blocked', 'network'];

async function offerInField() {
  try {
    await signIn('autofill');
  } catch (error) {
    if (!QUIET.includes(error.code)) say(error);
  }
}

button.addEventListener('click', async () => {
  status.className = 'quiet';
  status.textContent = 'Waiting for your device …';
  try {
    await signIn('login');
  } catch (error) {
    say(error);
    offerInField();
  }
});

latchkey.then(offerInField, () => {
  button.disabled = true;
  say({ message: 'Passkeys are not available, because Latchkey is not responding.', hint: 'Use your password, or reload the page later.' });
});
