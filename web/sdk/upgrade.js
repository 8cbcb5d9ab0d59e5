// upgrade.js: a passkey that the password manager creates without a prompt, right after a password login.

import { ask, prompting, requireSupport } from './ceremony.js';
import { capabilities } from './capabilities.js';
import { LatchkeyError } from './error.js';
import { defined } from './json.js';

/** @typedef {import('./types.js').Begun} Begun */
/** @typedef {import('./types.js').RegisteredPasskey} RegisteredPasskey */

/** Errors of the page or its configuration, which upgrade() throws. Any other failure means that no passkey was created. */
const WRONG_USE = ['invalid_request', 'unauthenticated', 'forbidden_origin', 'insecure_context', 'wrong_domain'];

/**
 * @param {import('./resume.js').Send} send
 * @param {(via: import('./resume.js').Send, kind: string, begun: Begun, members: object) => Promise<any>} finish
 * @param {number} turn in which the page asked for it
 * @param {{name?: string}} [options] @returns {Promise<RegisteredPasskey | null>}
 */
export async function upgraded(send, finish, turn, { name } = {}) {
  try {
    requireSupport('create');
    if (prompting() || !(await capabilities()).conditionalCreate) return null;
    const begun = await send('POST', '/v1/registration/begin', defined({ name, mediation: 'conditional' }));
    const credential = await ask('create', begun, turn);
    return await finish(send, 'registration', begun, { credential, name });
  } catch (error) {
    const switchedOff = error instanceof LatchkeyError && error.problem?.field === 'mediation';
    if (error instanceof LatchkeyError && (switchedOff || !WRONG_USE.includes(error.code))) return null;
    throw error;
  }
}
