// step-up.js: a fresh proof for the present session, and back.

import { attempt, go, latchkey, meta, part, say, show, text } from './page.js';

part('confirm').addEventListener('click', () => attempt(part('confirm'), 'common.waiting', async () => {
  await latchkey.stepUp();
  say(text('step-up.going'));
  go(meta('return-to'));
}));

// Better to hear now what stands in the way. Any other failure can wait until the button is pressed.
latchkey.list().then(({ passkeys }) => {
  if (passkeys.length === 0) show('none');
}, (error) => {
  if (error.code === 'unauthenticated') show('signed-out');
});
