// capabilities.js: what this browser supports.

import { tried } from './json.js';

/** @typedef {import('./types.js').Capabilities} Capabilities */

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
    immediateGet: says.immediateGet ?? null,
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
