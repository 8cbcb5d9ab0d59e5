/** @typedef {import('./element.js').LatchkeyElement} Host */
/** @typedef {import('../sdk/types.js').OwnPasskey} OwnPasskey */
/**
 * States the consequences and asks for confirmation.
 * @param {Host} host @param {OwnPasskey} passkey the one to remove @param {OwnPasskey[]} passkeys those that can sign in
 * @param {number} codes unused recovery codes @param {boolean} proof the removal asks for a passkey
 */
export function removalConfirmed(host: Host, passkey: OwnPasskey, passkeys: OwnPasskey[], codes: number, proof: boolean): Promise<boolean>;
/** @param {Pick<Host, 'text'>} host @param {OwnPasskey} passkey @param {OwnPasskey[]} passkeys those that can sign in @param {number} codes */
export function consequences(host: Pick<Host, "text">, passkey: OwnPasskey, passkeys: OwnPasskey[], codes: number): (string | false)[];
/**
 * What the removal did.
 * @param {Host} host @param {string} name @param {boolean} last no passkey is left, so there can be no new codes
 * @param {import('../sdk/types.js').Removed} removed
 */
export function outcome(host: Host, name: string, last: boolean, { sessions, recovery_codes: codes, admin_keys: keys }: import("../sdk/types.js").Removed): string;
/**
 * Replaces the empty list after the last passkey was removed: that says more than "no passkeys yet".
 * @param {Host} host @param {HTMLElement} place @param {string} name of the removed passkey @param {number} codes unused recovery codes
 */
export function lastRemoved(host: Host, place: HTMLElement, name: string, codes: number): void;
export type Host = import("./element.js").LatchkeyElement;
export type OwnPasskey = import("../sdk/types.js").OwnPasskey;
