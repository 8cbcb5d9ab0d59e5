// proof.js: verifies Latchkey's proofs for express.js (docs/verify-proof.md of the source repository).

import { bytes, webCrypto } from './webcrypto.js';

/**
 * @typedef {object} Demand  what a route demands of a session, in addition to Latchkey's policy, or of a proof
 * @property {'aal1' | 'aal2'} [level]  a proof must have aal2 unless this is aal1: the policy does not count for it
 * @property {number} [maxAge]  how old the newest proof of the user may be, in whole seconds
 */

/**
 * @typedef {object} Proofs  what a service accepts
 * @property {string} issuer  `serve.public.base_url` of latchkey.yml
 * @property {string} audience  this service, as in its `proof.audience`
 * @property {(nonce: string) => boolean | Promise<boolean>} useNonce  whether the service generated this nonce and has not accepted it
 *   before; it uses it up. It is called last, once for a proof that is valid and suffices
 */

/** @typedef {{iss: string, aud: string, nonce?: string, sub: string, sid?: string, iat: number, exp: number, auth_time: number, acr: string}} Claims */

/** @typedef {'invalid' | 'insufficient'} Refusal */

const { subtle } = await webCrypto();

/** The typ of proofs only: receipts, ID tokens and security events are signed with the same keys. */
const TYPE = 'latchkey-proof+jwt';

/** The acr of a passkey, and of one whose authenticator verified the user by PIN or biometrics: two factors. */
export const PRESENT = 'urn:latchkey:acr:passkey', VERIFIED = 'urn:latchkey:acr:passkey:uv';

/** For how many seconds the keys are used without asking again, how often an unknown key may cause a call, and how far Latchkey's clock may be ahead. */
const KEPT = 300, UNKNOWN = 60, LEEWAY = 60;

/** @param {string} part */
const json = (part) => JSON.parse(new TextDecoder().decode(bytes(part)));

/**
 * Returns the proof of a request, valid or not. Tokens of Kratos are no JWTs.
 * @param {{[name: string]: string | string[] | undefined}} headers @returns {string | null}
 */
export function proofIn(headers) {
  const [, token] = /^bearer +(\S+)$/i.exec(String(headers.authorization ?? '')) ?? [];
  try {
    return token && json(token.split('.')[0]).typ === TYPE ? token : null;
  } catch {
    return null;
  }
}

/**
 * Returns what verifies proofs: it resolves to the claims, or to why the proof is refused, and rejects if the keys cannot be fetched.
 * @param {Proofs} accepted @param {number} patience in milliseconds
 * @returns {(token: string, demand: Demand) => Promise<Claims | Refusal>}
 */
export function verifier({ issuer, audience, useNonce, ...unknown }, patience) {
  if (Object.keys(unknown).length || typeof audience !== 'string' || !audience || typeof useNonce !== 'function') {
    throw new TypeError('Latchkey: proofs has issuer, audience and useNonce');
  }
  const base = new URL(issuer).href.replace(/\/$/, '');
  const keyOf = keysAt(`${base}/.well-known/jwks.json`, patience);
  return async (token, demand) => {
    const claims = await signed(token, keyOf);
    const now = Date.now() / 1000;
    if (!claims || claims.iss !== base || claims.aud !== audience || typeof claims.sub !== 'string' || !claims.sub) return 'invalid';
    if (!(claims.exp > now && claims.iat <= now + LEEWAY && claims.auth_time <= now + LEEWAY)) return 'invalid';
    if (demand.level === 'aal2' && claims.acr !== VERIFIED) return 'insufficient';
    if (demand.maxAge && now - claims.auth_time > demand.maxAge) return 'insufficient';
    return typeof claims.nonce === 'string' && claims.nonce && (await useNonce(claims.nonce)) === true ? claims : 'invalid';
  };
}

/**
 * Returns the claims if Latchkey signed them as a proof.
 * @param {string} token @param {(id: string) => Promise<CryptoKey | undefined>} keyOf @returns {Promise<Claims | null>}
 */
async function signed(token, keyOf) {
  const [first, second, third, ...more] = token.split('.');
  let header, claims;
  try {
    header = json(first);
    claims = json(second);
  } catch {
    return null;
  }
  if (!third || more.length || header?.alg !== 'ES256' || header.typ !== TYPE || header.crit !== undefined || !claims) return null;
  const key = await keyOf(header.kid);
  const verified = key && await subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, bytes(third), new TextEncoder().encode(`${first}.${second}`));
  return verified ? claims : null;
}

/** The published keys of an issuer. @param {string} address @param {number} patience @returns {(id: string) => Promise<CryptoKey | undefined>} */
function keysAt(address, patience) {
  /** @type {Map<string, CryptoKey>} */
  let keys = new Map();
  let fetched = -Infinity;
  /** @type {Promise<void> | null} */
  let running = null;
  return async (id) => {
    const age = (Date.now() - fetched) / 1000;
    if (age > KEPT || (!keys.has(id) && age > UNKNOWN)) {
      running ??= fetchKeys(address, patience).then((got) => { keys = got; fetched = Date.now(); }).finally(() => { running = null; });
      await running;
    }
    return keys.get(id);
  };
}

/** @param {string} address @param {number} patience */
async function fetchKeys(address, patience) {
  const answer = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(patience) });
  if (!answer.ok) throw new Error(`Latchkey: the keys are not at ${address}`);
  /** @type {Map<string, CryptoKey>} */
  const keys = new Map();
  for (const jwk of (await answer.json()).keys) {
    if (jwk.kty !== 'EC' || jwk.crv !== 'P-256') continue; // of another kind than Latchkey's
    keys.set(jwk.kid, await subtle.importKey('jwk', jwk, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']));
  }
  return keys;
}
