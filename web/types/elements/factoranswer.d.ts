/** @typedef {import('./element.js').LatchkeyElement} Host with the sentences of "factoranswer" */
/** @typedef {import('./passkeychange.js').List} List */
/** @typedef {import('../sdk/types.js').Factor} Factor */
/** @param {Host} host @param {List} list @param {HTMLElement} control @param {Factor} factor */
export function confirm(host: Host, list: List, control: HTMLElement, factor: Factor): Promise<boolean>;
/** @param {Host} host @param {List} list @param {HTMLElement} control @param {Factor} factor */
export function disown(host: Host, list: List, control: HTMLElement, factor: Factor): Promise<void>;
/**
 * with the sentences of "factoranswer"
 */
export type Host = import("./element.js").LatchkeyElement;
export type List = import("./passkeychange.js").List;
export type Factor = import("../sdk/types.js").Factor;
