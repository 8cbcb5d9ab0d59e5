// signout.js: the end of a session. It is rarely the SDK that ends one, so it is loaded by the first call.

import { LatchkeyError } from './error.js';
import { keepToken } from './token.js';

/**
 * Ends the session at Kratos. It is no error if there is none.
 * @param {import('./resume.js').Send} send @param {string} base @returns {Promise<void>}
 */
export async function signOut(send, base) {
  try {
    await send('POST', '/v1/sign-out', {});
  } catch (error) {
    if (!(error instanceof LatchkeyError) || error.code !== 'unauthenticated') throw error;
  }
  keepToken(base, null);
}
