// athand.js: a login that first shows only what this device has at hand (immediate mediation). Loaded by the first such login.

import { capabilities } from './capabilities.js';
import { ask, currentTurn } from './ceremony.js';
import { LatchkeyError } from './error.js';

/** @typedef {import('./types.js').Begun} Begun */

/** A browser that has nothing at hand says so within this many milliseconds; later, a person has closed what it showed. */
const NOTHING_AT_HAND = 1000;

/**
 * Asks for a passkey that this device has at hand, which the browser shows at once. If it has none, asks by the usual prompt, in
 * the same ceremony.
 * @param {Begun} begun @param {number} mine as for ask()
 */
export async function askAtHand(begun, mine) {
  if (begun.publicKey.allowCredentials?.length || !(await capabilities()).immediateGet) return ask('get', begun, mine);
  const started = performance.now();
  try {
    return await ask('get', { ...begun, uiMode: 'immediate' }, mine);
  } catch (error) {
    const nothing = error instanceof LatchkeyError && /** @type {any} */ (error.cause)?.name === 'NotAllowedError';
    if (!nothing || mine !== currentTurn() || performance.now() - started > NOTHING_AT_HAND) throw error;
  }
  return ask('get', begun, mine);
}
