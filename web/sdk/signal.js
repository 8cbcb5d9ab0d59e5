// signal.js: tells the password manager which passkeys were removed, and the owner's current name.

import { tried } from './json.js';

/** Never signalAllAcceptedCredentials: it permanently deletes any passkey missing from the list. */
const SIGNALS = ['signalUnknownCredential', 'signalCurrentUserDetails'];

/** Timeout for the password manager, in milliseconds. */
const PATIENCE = 1000;

/**
 * Best effort: missing support, refusals and timeouts are ignored.
 * @param {import('./types.js').Signal[]} [signals] from a server response
 */
export async function passOn(signals = []) {
  const manager = /** @type {any} */ (globalThis.PublicKeyCredential);
  const told = (Array.isArray(signals) ? signals : [])
    .filter(({ method }) => SIGNALS.includes(method) && tried(() => manager[method]))
    .map(async ({ method, options }) => manager[method](options));
  if (told.length === 0) return;
  await Promise.race([Promise.allSettled(told), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
}
