// oddcredential.js: credentials of password managers and native bridges, which replace navigator.credentials. Their objects are
// often incomplete: members that are missing or throw, a toJSON that fails, buffers of another realm or base64 in their place.
// Each member is therefore read by itself, and only one that the server needs is missed.

import { toBase64url, urlAlphabet } from './base64url.js';
import { defined, tried } from './json.js';

/** Members of a response that the server verifies, each with whether it must be there. */
const VERIFIED = {
  create: { clientDataJSON: true, attestationObject: true },
  get: { clientDataJSON: true, authenticatorData: true, signature: true, userHandle: false },
};

/**
 * Only the members that the server uses.
 * @param {'create' | 'get'} action @param {any} credential @returns {object}
 */
export function oddCredential(action, credential) {
  const json = tried(() => credential.toJSON());
  /** @type {Record<string, unknown>} */
  const response = {};
  for (const [name, needed] of Object.entries(VERIFIED[action])) {
    response[name] = base64urlOf(() => json.response[name]) ?? base64urlOf(() => credential.response[name]);
    if (needed && !response[name]) throw new TypeError(`no ${name}`);
  }
  if (action === 'create') response.transports = namesOf(() => credential.response.getTransports()) ?? namesOf(() => json.response.transports) ?? [];
  const id = [() => credential.rawId, () => json.rawId, () => json.id, () => credential.id].map(base64urlOf).find(Boolean);
  if (!id) throw new TypeError('no ID');
  const attachment = tried(() => credential.authenticatorAttachment);
  return {
    id,
    rawId: id,
    type: 'public-key',
    ...(typeof attachment === 'string' && { authenticatorAttachment: attachment }),
    clientExtensionResults: outputsOf(() => json.clientExtensionResults) ?? outputsOf(() => credential.getClientExtensionResults()) ?? {},
    response: defined(response),
  };
}

/** Outputs of extensions that survive JSON. @param {() => any} read @returns {Record<string, unknown> | undefined} */
function outputsOf(read) {
  const outputs = tried(read);
  if (!outputs || typeof outputs !== 'object') return undefined;
  /** @type {Record<string, unknown>} */
  const survived = {};
  for (const name of tried(() => Object.keys(outputs)) ?? []) {
    const text = tried(() => JSON.stringify(outputs[name]));
    if (text && text.length <= 1024) survived[name] = JSON.parse(text);
  }
  return survived;
}

/** @param {() => any} read @returns {string[] | undefined} */
function namesOf(read) {
  return tried(() => Array.from(/** @type {any[]} */ (read())).filter((name) => typeof name === 'string'));
}

/**
 * A buffer, a view or an array of bytes, of any realm, or base64 with either alphabet.
 * @param {() => any} read @returns {string | undefined} base64url without padding; undefined: it is none, or empty
 */
function base64urlOf(read) {
  const value = tried(read);
  const url = typeof value === 'string' ? urlAlphabet(value) : tried(() => toBase64url(bytesOf(value)));
  return url && /^[\w-]+$/.test(url) ? url : undefined;
}

/** @param {any} value @returns {Uint8Array} throws if it is something else */
function bytesOf(value) {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (Array.isArray(value)) return Uint8Array.from(value);
  if (Object.prototype.toString.call(value) !== '[object ArrayBuffer]') throw new TypeError('no bytes');
  return new Uint8Array(value);
}
