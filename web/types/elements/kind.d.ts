/** @typedef {import('../sdk/types.js').Passkey} Passkey */
/** @typedef {NonNullable<Passkey['provider']>['kind'] | 'passkey'} Kind */
/**
 * What holds a passkey: as its provider is known for, or else as its transports suggest.
 * @param {Pick<Passkey, 'provider' | 'transports' | 'synced'>} passkey @returns {Kind}
 */
export function kindOf({ provider, transports, synced }: Pick<Passkey, "provider" | "transports" | "synced">): Kind;
/**
 * Where it works: a key that is carried about is not this device.
 * @param {Pick<Passkey, 'provider' | 'transports' | 'synced'>} passkey @returns {string} the key of a sentence
 */
export function whereKey(passkey: Pick<Passkey, "provider" | "transports" | "synced">): string;
/**
 * What that means to its owner, right after it was created. The transports of a phone are the same on the phone itself and from
 * another device; only the browser knows whose it is.
 * @param {{attachment?: string | null}} made @param {string} where as whereKey() says @returns {string} the key of a sentence
 */
export function meansKey({ attachment }: {
    attachment?: string | null;
}, where: string): string;
export type Passkey = import("../sdk/types.js").Passkey;
export type Kind = NonNullable<Passkey["provider"]>["kind"] | "passkey";
