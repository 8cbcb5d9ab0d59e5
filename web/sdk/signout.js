// signout.js: the end of a session. It is rarely the SDK that ends one, so it is loaded by the first call.

import { LatchkeyError } from './error.js';
import { keepToken } from './token.js';

// Of the session itself: another attempt has the same answer.
const UNUSABLE = ['unauthenticated', 'aal2_required', 'cookie_conflict', 'identity_inactive'];

/**
 * Ends the session at Kratos. It is no error if there is none. One that Kratos does not accept here is only forgotten, as far as the SDK
 * keeps it: the error says why.
 * @param {import('./resume.js').Send} send @param {string} base @returns {Promise<void>}
 */
export async function signOut(send, base) {
  try {
    await send('POST', '/v1/sign-out', {});
  } catch (error) {
    if (!(error instanceof LatchkeyError) || !UNUSABLE.includes(error.code)) throw error;
    keepToken(base, null);
    if (error.code !== 'unauthenticated') throw error;
  }
  keepToken(base, null);
}
