// localpasskey.js: after a sign-in with another device's passkey, offers to create one on this device, so that the user need not
// fetch the other device next time. Loaded on demand; nothing depends on it, and whatever fails here, the sign-in continues.

import { toBase64url } from '../sdk/base64url.js';
import { rememberHint } from './lasthint.js';
import { rememberUse, usedHere } from './usedhere.js';

/** @typedef {import('./element.js').LatchkeyElement} Host */
/** @typedef {import('../sdk/types.js').Login} Login */
/** @typedef {import('../sdk/types.js').OwnPasskey} OwnPasskey */

const KEY = 'latchkey:local-offered';
const MANY = 20; // browsers that many people share keep the latest

/** The sign-in waits no longer than this for the answers, in milliseconds. */
const PATIENCE = 3_000;

/**
 * Offers it once in this browser to each user who can use it without any further proof.
 * @param {Host} host @param {Login} login just now, with a passkey of another device
 * @param {() => void} onward continues as without an offer
 * @returns {Promise<boolean>} whether it is offered; otherwise the caller goes on
 */
export async function offerLocal(host, login, onward) {
  const { connection } = host;
  if (!login.session) return false; // nothing can be created
  const person = await nameless(login.identity_id);
  if (offered().includes(person)) return false;
  const useful = await Promise.race([isUseful(host, login), new Promise((late) => setTimeout(late, PATIENCE, false))]);
  if (!useful || connection !== host.connection) return false;
  remember(person);
  draw(host, onward);
  return true;
}

/** @param {Host} host @param {Login} login */
async function isUseful(host, login) {
  const [able, { identity, fresh_until: fresh }, { passkeys, limit }] = await Promise.all([
    host.latchkey.capabilities(), host.latchkey.session(), host.latchkey.list(), host.loadSections(['localpasskey'])]);
  // A session that is not fresh would first ask for the other device again.
  return Boolean(able.userVerifyingPlatformAuthenticator && fresh) && identity.id === login.identity_id
    && passkeys.length < limit && !hasLocal(passkeys, login.passkey.id);
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

/** @param {Host} host @param {() => void} onward */
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
    onward();
    host.say(text('done'));
  }), 'primary', { id: 'create-local' });
  const later = host.button(text('later'), () => {
    left = true;
    host.latchkey.cancel();
    onward();
  }, 'plain', { id: 'later' });
  host.show({ heading: text('heading'), lead: text('lead'), actions: [create, later] });
}

/** A browser need not tell whom it has asked, so it keeps a hash. @param {string} identity @returns {Promise<string>} */
async function nameless(identity) {
  return toBase64url((await crypto.subtle.digest('SHA-256', new TextEncoder().encode(identity))).slice(0, 12));
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
