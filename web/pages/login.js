// login.js: signs in by button or by autofill. The person may pick a passkey in the input before pressing anything.

import { attempt, go, latchkey, meta, part, say, show, showFailure, text } from './page.js';

// What an autofill may end with although nobody has done anything: no reason to speak up.
const QUIET = ['cancelled', 'timed_out', 'not_supported', 'no_authenticator', 'blocked', 'network'];

const asked = new URLSearchParams(location.search).has('return_to');

part('login').addEventListener('submit', async (/** @type {SubmitEvent} */ event) => {
  event.preventDefault();
  let signedIn = false;
  await attempt(part('sign-in'), 'common.waiting', async () => {
    const identifier = part('identifier').value.trim() || undefined;
    finish(await latchkey.login({ identifier, returnTo: meta('return-to') }));
    signedIn = true;
  });
  if (!signedIn) offerAutofill();
});

/**
 * With a session, or when somebody waits for the person, it goes on; else it says who was recognised.
 * @param {import('../sdk/latchkey.js').Login} login
 */
function finish({ passkey, identity_id, session, redirect_to, return_to }) {
  const next = redirect_to ?? (session || asked ? return_to : undefined);
  if (next) {
    say(text('login.going'));
    return go(next);
  }
  part('done-heading').textContent = text(session ? 'login.done_heading' : 'login.accepted_heading');
  part('done-name').textContent = text('login.done_lead', { name: passkey.name });
  part('done-identity').textContent = identity_id;
  show('done');
}

async function offerAutofill() {
  try {
    finish(await latchkey.login({ autofill: true, returnTo: meta('return-to') }));
  } catch (error) {
    if (!QUIET.includes(/** @type {any} */ (error).code)) showFailure(error);
  }
}

offerAutofill();
