/** @typedef {import('./element.js').LatchkeyElement} Host */
/** @typedef {import('../sdk/types.js').OwnPasskey} Passkey */
/**
 * @param {Host} host @param {Passkey} passkey
 * @param {{rename: (control: HTMLElement, name: string) => void, remove: (control: HTMLElement) => void}} actions
 * @returns {HTMLElement}
 */
export function passkeyItem(host: Host, passkey: Passkey, actions: {
    rename: (control: HTMLElement, name: string) => void;
    remove: (control: HTMLElement) => void;
}): HTMLElement;
/**
 * This browser's passkeys first, then by their last use.
 * @template {Passkey} T @param {T[]} passkeys @returns {T[]}
 */
export function inOrder<T extends Passkey>(passkeys: T[]): T[];
export function signingIn(passkeys: Passkey[], standing?: import("../sdk/types.js").Standing): import("../sdk/types.js").OwnPasskey[];
export function nearLimit(count: number, limit: number): boolean;
export type Host = import("./element.js").LatchkeyElement;
export type Passkey = import("../sdk/types.js").OwnPasskey;
