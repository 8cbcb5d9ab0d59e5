// kind.js: the kind of authenticator that holds a passkey, and what that means for where the passkey works.

/** @typedef {import('../sdk/types.js').Passkey} Passkey */
/** @typedef {NonNullable<Passkey['provider']>['kind'] | 'passkey'} Kind */

/**
 * What holds a passkey: as its provider is known for, or else as its transports suggest.
 * @param {Pick<Passkey, 'provider' | 'transports' | 'synced'>} passkey @returns {Kind}
 */
export function kindOf({ provider, transports, synced }) {
  if (provider?.kind) return provider.kind;
  const has = (/** @type {string} */ name) => transports.includes(name);
  if (synced) return 'password_manager';
  if (has('hybrid')) return 'phone';
  if (has('internal')) return 'computer';
  return ['usb', 'nfc', 'ble', 'smart-card'].some(has) ? 'security_key' : 'passkey';
}

/**
 * Where it works: a key that is carried about is not this device.
 * @param {Pick<Passkey, 'provider' | 'transports' | 'synced'>} passkey @returns {string} the key of a sentence
 */
export function whereKey(passkey) {
  if (passkey.synced) return 'common.synced';
  return kindOf(passkey) === 'security_key' ? 'common.security_key' : 'common.device_only';
}

/**
 * What that means to its owner, right after it was created. The transports of a phone are the same on the phone itself and from
 * another device; only the browser knows whose it is.
 * @param {{attachment?: string | null}} made @param {string} where as whereKey() says @returns {string} the key of a sentence
 */
export function meansKey({ attachment }, where) {
  return where === 'common.device_only' && attachment === 'cross-platform' ? 'common.other_device_means' : `${where}_means`;
}
