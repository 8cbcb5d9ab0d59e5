/** @typedef {import('./element.js').LatchkeyElement} Host */
/** @typedef {import('../sdk/types.js').Passkey} Passkey */
/**
 * @param {Host} host @param {Passkey} passkey
 * @param {{rename: (control: HTMLElement, name: string) => void, remove: (control: HTMLElement) => void}} actions
 * @returns {HTMLElement}
 */
export function passkeyItem(host: Host, passkey: Passkey, actions: {
    rename: (control: HTMLElement, name: string) => void;
    remove: (control: HTMLElement) => void;
}): HTMLElement;
export type Host = import("./element.js").LatchkeyElement;
export type Passkey = import("../sdk/types.js").Passkey;
