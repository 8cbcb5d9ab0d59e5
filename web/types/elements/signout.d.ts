/** @typedef {import('./element.js').LatchkeyElement} Host with the sentences of "stale" */
/** @param {Host} host @param {string} [kind] @returns {HTMLElement} */
export function signOutButton(host: Host, kind?: string): HTMLElement;
/**
 * with the sentences of "stale"
 */
export type Host = import("./element.js").LatchkeyElement;
