// Signs in with a passkey, by button or from the list that the browser shows in the e-mail field. The SDK does both. It
// talks to this application's own server, below /passkey, and that one to Latchkey: passkey.go says why.

const latchkey = document.querySelector('meta[name="latchkey"]').content;
const passkeys = import(`${latchkey}/sdk/latchkey.js`).then(({ createLatchkey }) => createLatchkey({ baseUrl: '/passkey' }));

const button = document.getElementById('passkey');
const status = document.getElementById('passkey-status');

/** @param {object} [options] of the SDK's login */
async function signIn(options) {
  const { return_to } = await (await passkeys).login(options);
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
    await signIn({ autofill: true });
  } catch (error) {
    if (!QUIET.includes(error.code)) say(error);
  }
}

button.addEventListener('click', async () => {
  status.className = 'quiet';
  status.textContent = 'Waiting for your device …';
  try {
    await signIn();
  } catch (error) {
    say(error);
    offerInField();
  }
});

passkeys.then(offerInField, () => {
  button.disabled = true;
  say({ message: 'Passkeys cannot be used now, because Latchkey does not answer.', hint: 'Use your password, or load the page again later.' });
});
