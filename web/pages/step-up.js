// step-up.js: a fresh proof for the present session, and back. With "gate" in the address it is for a login at Kratos
// that waits for it, and there is no session yet.

import { attempt, go, latchkey, meta, part, say, show, text } from './page.js';

const gate = new URLSearchParams(location.search).get('gate') ?? undefined;

part('confirm').addEventListener('click', () => attempt(part('confirm'), 'common.waiting', async () => {
  const { redirect_to } = await latchkey.stepUp({ gate });
  say(text('step-up.going'));
  go(redirect_to ?? meta('return-to'));
}));

// Better to hear now what stands in the way. Any other failure can wait until the button is pressed.
if (!gate) latchkey.list().then(({ passkeys }) => {
  if (passkeys.length === 0) show('none');
}, (error) => {
  if (error.code === 'unauthenticated') show('signed-out');
});
