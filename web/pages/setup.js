// setup.js: one passkey for the person who is signed in, and on to where they were going.

import { attempt, latchkey, part, show, syncWords, text } from './page.js';

part('register').addEventListener('click', () => attempt(part('register'), 'common.waiting', async () => {
  const passkey = await latchkey.register();
  const { badge, means } = syncWords(passkey);
  part('done-name').textContent = text('setup.done_lead', { name: passkey.name });
  part('done-badge').textContent = badge;
  part('done-means').textContent = means;
  show('done');
}));

// Better to hear "sign in first" now than after the prompt. Any other failure can wait until the button is pressed.
latchkey.list().catch((error) => {
  if (error.code === 'unauthenticated') show('signed-out');
});
