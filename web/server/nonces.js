// nonces.js: the nonces for proofs, of one process. A service with several replicas needs nonces of its own, in a store that the
// replicas share.

import { bytes, webCrypto } from './webcrypto.js';

const { subtle, getRandomValues } = await webCrypto();

/** How long a nonce can be used, in milliseconds: longer than a login and its proof last. */
const LIFETIME = 600_000;

/** What follows the time and the random bytes. */
const SIGNED = 24;

/**
 * `create` keeps nothing, so anyone may call it; a nonce is bound to no user. `use` keeps the nonces of valid proofs until they expire.
 * @returns {{create: () => Promise<string>, use: (nonce: string) => Promise<boolean>}}
 */
export function createNonces() {
  const key = subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
  /** @type {Map<string, number>} until when each is kept */
  const used = new Map();
  return {
    async create() {
      const signed = getRandomValues(new Uint8Array(SIGNED));
      new DataView(signed.buffer).setFloat64(0, Date.now() + LIFETIME);
      const mac = new Uint8Array(await subtle.sign('HMAC', await key, signed));
      return base64url(signed) + '.' + base64url(mac);
    },

    /** Whether the nonce is of create(), has not expired and was not used before. Uses it up. */
    async use(nonce) {
      const [signed, mac, ...more] = nonce.split('.').map(bytes);
      if (!signed || !mac || more.length || signed.length !== SIGNED || !(await subtle.verify('HMAC', await key, mac, signed))) return false;
      const now = Date.now(), until = new DataView(signed.buffer).getFloat64(0), id = base64url(signed);
      for (const [other, expires] of used) if (expires <= now) used.delete(other);
      if (until <= now || used.has(id)) return false;
      used.set(id, until);
      return true;
    },
  };
}

/** @param {Uint8Array} from */
const base64url = (from) => btoa(String.fromCharCode(...from)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
