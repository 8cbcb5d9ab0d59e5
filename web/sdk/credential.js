// credential.js: what the browser's prompt returned, as JSON for the server (WebAuthn Level 3, 5.1).

import { tried } from './json.js';

/**
 * The usual JSON of a credential, as the browser gives it; of any other, only the members that the server uses.
 * @param {'create' | 'get'} action @param {any} credential @returns {Promise<object>}
 */
export async function credentialToJSON(action, credential) {
  const json = tried(() => JSON.parse(JSON.stringify(credential.toJSON()))); // Safari before 18.4 has none
  const { clientDataJSON, attestationObject, authenticatorData, signature, userHandle, transports } = json?.response ?? {};
  const needed = [json?.rawId, clientDataJSON, ...(action === 'create' ? [attestationObject] : [authenticatorData, signature, userHandle ?? '-'])];
  const usual = needed.every((text) => typeof text === 'string' && /^[\w-]+$/.test(text))
    && json.id === json.rawId && json.type === 'public-key'
    && (transports ?? []).every?.((/** @type {any} */ name) => typeof name === 'string');
  return usual ? json : (await import('./oddcredential.js')).oddCredential(action, credential); // rare, and so not in every page
}
