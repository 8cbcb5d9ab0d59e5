// localpasskey.js: after a sign-in with another device's passkey, offers to create one on this device, so that the user need not
// fetch the other device next time. Loaded on demand; nothing depends on it, and whatever fails here, the sign-in continues.

import { rememberHint } from './lasthint.js';
import { nameless, postpone } from './localdue.js';
import { rememberUse, usedHere } from './usedhere.js';

/** @typedef {import('./element.js').LatchkeyElement} Host */
/** @typedef {import('../sdk/types.js').Login} Login */
/** @typedef {import('../sdk/types.js').OwnPasskey} OwnPasskey */
/** @typedef {import('../sdk/types.js').RegisteredPasskey} RegisteredPasskey */

const KEY = 'latchkey:local-offered';
const MANY = 20; // browsers that many people share keep the latest

/** The sign-in waits no longer than this for the answers, in milliseconds. */
const PATIENCE = 3_000;

/**
 * Right after the login. Without a session nothing can be created: where Kratos is about to create one, the offer is put off.
 * @param {Host} host @param {Login} login just now, with a passkey of another device
 * @param {() => void} onward continues as without an offer
 * @returns {Promise<boolean>} whether it is offered; otherwise the caller goes on
 */
export async function offerAfter(host, { identity_id: identity, passkey, session, redirect_to }, onward) {
  if (session) return offerLocal(host, identity, passkey.id, onward);
  if (redirect_to) await postpone(identity, passkey.id);
  return false;
}

/**
 * Offers it once in this browser to each user who can use it without any further proof.
 * @param {Host} host @param {string} identity @param {string} used ID of the other device's passkey
 * @param {(made?: RegisteredPasskey) => void} onward @returns {Promise<boolean>}
 */
export async function offerLocal(host, identity, used, onward) {
  const { connection } = host;
  const person = await nameless(identity);
  if (offered().includes(person)) return false;
  const useful = await Promise.race([isUseful(host, identity, used), new Promise((late) => setTimeout(late, PATIENCE, false))]);
  if (!useful || connection !== host.connection) return false;
  remember(person);
  draw(host, onward);
  return true;
}

/** @param {Host} host @param {string} identity @param {string} used */
async function isUseful(host, identity, used) {
  const [able, { identity: { id }, fresh_until: fresh }, { passkeys, limit }] = await Promise.all([
    host.latchkey.capabilities(), host.latchkey.session(), host.latchkey.list(), host.loadSections(['localpasskey'])]);
  // A session that is not fresh would first ask for the other device again.
  return Boolean(able.userVerifyingPlatformAuthenticator && fresh) && id === identity && passkeys.length < limit && !hasLocal(passkeys, used);
}

/**
 * Whether one of the passkeys is at hand here, as far as is known: one that a device holds and that was used in this browser, or
 * that is synced and was last used with a browser and system like these.
 * @param {Pick<OwnPasskey, 'id' | 'transports' | 'synced' | 'last_used_with'>[]} passkeys @param {string} used ID of the other device's
 */
export function hasLocal(passkeys, used) {
  const here = passkeys.find(({ id }) => id === used)?.last_used_with; // as the server names this browser
  return passkeys.some(({ id, transports, synced, last_used_with: there }) => id !== used && transports.includes('internal')
    && (usedHere(id) || (synced && here && there?.browser === here.browser && there.system === here.system)));
}

/** @param {Host} host @param {(made?: RegisteredPasskey) => void} onward */
function draw(host, onward) {
  const text = (/** @type {string} */ key) => host.text(`localpasskey.${key}`);
  let left = false; // and whatever a prompt then still answers, the sign-in has gone on
  const create = host.button(text('action'), () => host.attempt(create, 'common.waiting', async () => {
    const passkey = await host.latchkey.register({ attachment: 'platform' }).catch((error) => {
      if (error.code !== 'cancelled' && error.code !== 'timed_out') throw error;
      if (!left && create.isConnected && host.emit('failed', { error })) host.say(text('cancelled'));
    });
    if (!passkey) return create.focus();
    rememberUse(passkey.id);
    rememberHint('client-device');
    if (left || !host.emit('registered', { passkey })) return;
    onward(passkey);
    host.say(text('done'));
  }), 'primary', { id: 'create-local' });
  const later = host.button(text('later'), () => {
    left = true;
    host.latchkey.cancel();
    onward();
  }, 'plain', { id: 'later' });
  host.show({ heading: text('heading'), lead: text('lead'), actions: [create, later] });
}

/** @returns {string[]} */
function offered() {
  try {
    const people = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(people) ? people : [];
  } catch {
    return []; // not ours
  }
}

/** Throws where there is no storage, as in some private windows: there, the offer would come every time. @param {string} person */
function remember(person) {
  localStorage.setItem(KEY, JSON.stringify([person, ...offered()].slice(0, MANY)));
}
