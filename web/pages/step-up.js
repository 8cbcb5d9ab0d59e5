// step-up.js: a fresh proof for the present session, and back.

import { attempt, go, latchkey, meta, part, say, show, text } from './page.js';

part('confirm').addEventListener('click', () => attempt(part('confirm'), 'common.waiting', async () => {
  await latchkey.stepUp();
  say(text('step-up.going'));
  go(meta('return-to'));
}));

latchkey.list().catch((error) => {
  if (error.code === 'unauthenticated') show('signed-out');
});
