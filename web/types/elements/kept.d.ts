/** @typedef {import('./element.js').LatchkeyElement} Host with the sentences of "kept" */
/** @typedef {import('../sdk/types.js').Factor} Factor */
/** Says of each listed passkey whether Kratos has a copy. @param {Host} host @param {Factor[]} kept */
export function markCopies(host: Host, kept: Factor[]): void;
/**
 * The others, apart from those about which there is a question.
 * @param {Host} host @param {Factor[]} kept @param {Factor[]} asked @returns {HTMLElement[]}
 */
export function others(host: Host, kept: Factor[], asked: Factor[]): HTMLElement[];
/**
 * with the sentences of "kept"
 */
export type Host = import("./element.js").LatchkeyElement;
export type Factor = import("../sdk/types.js").Factor;
