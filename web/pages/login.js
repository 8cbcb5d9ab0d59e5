// login.js: signs in by button or by autofill. The person may pick a passkey in the input before pressing anything.

import { attempt, go, latchkey, meta, part, say, show, showFailure, text } from './page.js';

// What an autofill may end with although nobody has done anything: no reason to speak up.
const QUIET = ['cancelled', 'timed_out', 'not_supported', 'no_authenticator', 'blocked', 'network'];

// Kratos sent the person here and makes the session itself; else it is ours to ask for, where that is switched on.
const interaction = new URLSearchParams(location.search).get('interaction') ?? undefined;
const session = interaction ? undefined : /** @type {import('../sdk/latchkey.js').SessionKind} */ (meta('session')) || undefined;
const returnTo = meta('return-to');

const asked = new URLSearchParams(location.search).has('return_to');

part('login').addEventListener('submit', async (/** @type {SubmitEvent} */ event) => {
  event.preventDefault();
  let signedIn = false;
  await attempt(part('sign-in'), 'common.waiting', async () => {
    const identifier = part('identifier').value.trim() || undefined;
    finish(await latchkey.login({ identifier, session, interaction, returnTo }));
    signedIn = true;
  });
  if (!signedIn) offerAutofill();
});

/**
 * With a session, or when somebody waits for the person, it goes on; else it says who was recognised.
 * @param {import('../sdk/latchkey.js').Login} login
 */
function finish({ passkey, identity_id, session: made, redirect_to, return_to }) {
  const next = redirect_to ?? (made || asked ? return_to : undefined);
  if (next) {
    say(text('login.going'));
    return go(next);
  }
  part('done-heading').textContent = text(made ? 'login.done_heading' : 'login.accepted_heading');
  part('done-name').textContent = text('login.done_lead', { name: passkey.name });
  part('done-identity').textContent = identity_id;
  show('done');
}

async function offerAutofill() {
  try {
    finish(await latchkey.autofill({ session, interaction, returnTo }));
  } catch (error) {
    if (!QUIET.includes(/** @type {any} */ (error).code)) showFailure(error);
  }
}

offerAutofill();
