// capabilities.js: what this browser supports, and a diagnosis of a failure for support.

import { LatchkeyError } from './error.js';
import { tried } from './json.js';

/** @typedef {import('./types.js').Capabilities} Capabilities */
/** @typedef {import('./types.js').Diagnosis} Diagnosis */

/**
 * Asks the browser, falling back to older methods. Never rejects.
 * @returns {Promise<Capabilities>}
 */
export async function capabilities() {
  const manager = /** @type {any} */ (globalThis.PublicKeyCredential);
  const says = copyOf(await answer(manager, 'getClientCapabilities'));
  const [autofill, lock] = await Promise.all([
    says.conditionalGet ?? answer(manager, 'isConditionalMediationAvailable'),
    says.userVerifyingPlatformAuthenticator ?? answer(manager, 'isUserVerifyingPlatformAuthenticatorAvailable'),
  ]);
  /** @param {string} method */
  const has = (method) => typeof tried(() => manager[method]) === 'function';
  return {
    passkeys: Boolean(globalThis.isSecureContext && manager && tried(() => navigator.credentials)),
    secureContext: Boolean(globalThis.isSecureContext),
    conditionalGet: Boolean(autofill),
    conditionalCreate: says.conditionalCreate ?? null,
    hybridTransport: says.hybridTransport ?? null,
    passkeyPlatformAuthenticator: says.passkeyPlatformAuthenticator ?? null,
    userVerifyingPlatformAuthenticator: lock ?? null,
    relatedOrigins: says.relatedOrigins ?? null,
    signalAllAcceptedCredentials: has('signalAllAcceptedCredentials'),
    signalCurrentUserDetails: has('signalCurrentUserDetails'),
    signalUnknownCredential: has('signalUnknownCredential'),
  };
}

/** @param {any} said @returns {any} its members, without any getter that throws */
function copyOf(said) {
  return tried(() => ({ ...said })) ?? {};
}

/** @param {any} manager @param {string} method @returns {Promise<any>} null if it is missing or fails */
async function answer(manager, method) {
  try {
    return await manager?.[method]?.() ?? null;
  } catch {
    return null;
  }
}

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
