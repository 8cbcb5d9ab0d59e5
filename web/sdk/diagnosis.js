// diagnosis.js: a diagnosis of a failure for support. It is loaded when something fails.

import { capabilities } from './capabilities.js';
import { LatchkeyError } from './error.js';

/** @typedef {import('./types.js').Diagnosis} Diagnosis */

/**
 * Details to show or copy for support. Contains no token, no cookie and only the origin of the page, since URLs may carry
 * secrets.
 * @param {unknown} error  what the SDK threw; anything else counts as `unknown`
 * @returns {Promise<Diagnosis>}
 */
export async function diagnose(error) {
  const told = error instanceof LatchkeyError ? error : new LatchkeyError('unknown', { cause: error });
  const { problem } = told;
  const can = Object.entries(await capabilities()).filter(([, yes]) => yes).map(([name]) => name);
  const record = {
    code: told.code,
    reason: told.reason,
    request_id: told.requestId,
    rp_id: told.rpId,
    origin: location.origin,
    expected: problem?.expected?.join(', '),
    received: problem?.received,
    cause: nameOf(told.cause),
    time: told.time,
    browser: navigator.userAgent,
    capabilities: can.join(', ') || 'none',
  };
  const there = Object.entries(record).filter(([, value]) => value);
  return /** @type {Diagnosis} */ (/** @type {unknown} */ (Object.fromEntries(there)));
}

/** Only the error's name: its message may contain anything. @param {any} cause */
function nameOf(cause) {
  const name = cause?.name;
  return typeof name === 'string' && /^[A-Za-z]{1,40}$/.test(name) ? name : '';
}
