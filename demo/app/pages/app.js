// Signs in with a passkey, by button or from the list that the browser shows in the e-mail field. The SDK does both. It
// talks to Latchkey, whose answer sets Kratos' own session cookie: from then on the person is signed in at Kratos.

const meta = (name) => document.querySelector(`meta[name="${name}"]`).content;
const baseUrl = meta('latchkey');
const latchkey = import(`${baseUrl}/sdk/latchkey.js`).then(({ createLatchkey }) => createLatchkey({ baseUrl }));

const button = document.getElementById('passkey');
const status = document.getElementById('passkey-status');

/** Latchkey answers the return_to that is safe to go to. @param {'login' | 'autofill'} way */
async function signIn(way) {
  const { return_to } = await (await latchkey)[way]({ session: 'cookie', returnTo: meta('return-to') });
  location.assign(return_to);
}

/** Each error of the SDK says what happened and what to do. */
function say({ message, hint }) {
  status.className = 'message error';
  status.textContent = `${message} ${hint}`;
}

/** What the list in the field may end with although nobody has done anything. */
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
  say({ message: 'Passkeys cannot be used now, because Latchkey does not answer.', hint: 'Use your password, or load the page again later.' });
});
