// localdue.js: remembers that a passkey on this device is to be offered, from a sign-in that continues at Kratos, where there is no
// session yet that could create one, until the page after it. Only the latest sign-in counts, and only for a few minutes.

import { toBase64url } from '../sdk/base64url.js';

/** @typedef {{person: string, passkey: string, until: number}} Due passkey: the ID of the one used, of another device */

const KEY = 'latchkey:local-due';
const TEN_MINUTES = 600_000; // later, "you have signed in with your phone" would surprise

/** A browser need not tell whom it has asked, so it keeps a hash. @param {string} identity @returns {Promise<string>} */
export async function nameless(identity) {
  return toBase64url((await crypto.subtle.digest('SHA-256', new TextEncoder().encode(identity))).slice(0, 12));
}

/** @param {string} identity @param {string} passkey ID of the one used */
export async function postpone(identity, passkey) {
  localStorage.setItem(KEY, JSON.stringify({ person: await nameless(identity), passkey, until: Date.now() + TEN_MINUTES }));
}

/** What is due to this user, from now on no longer. @param {string} identity @returns {Promise<Due | undefined>} */
export async function takeDue(identity) {
  try {
    const due = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    if (!due) return undefined; // at once: most users
    localStorage.removeItem(KEY);
    const lasts = due.until - Date.now();
    return lasts > 0 && lasts <= TEN_MINUTES && due.person === await nameless(identity) ? due : undefined;
  } catch {
    return undefined; // no storage, or not ours
  }
}
