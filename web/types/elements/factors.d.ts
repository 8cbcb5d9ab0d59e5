/** @typedef {import('./element.js').LatchkeyElement} Host with the sentences of "factors" */
/** @typedef {import('./passkeychange.js').List} List */
/** @typedef {import('../sdk/types.js').Factor} Factor */
/** One card per factor. @param {Host} host @param {Factor[]} asked @param {List} list @returns {Promise<HTMLElement>} */
export function questions(host: Host, asked: Factor[], list: List): Promise<HTMLElement>;
/**
 * with the sentences of "factors"
 */
export type Host = import("./element.js").LatchkeyElement;
export type List = import("./passkeychange.js").List;
export type Factor = import("../sdk/types.js").Factor;
