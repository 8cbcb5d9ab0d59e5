/** @typedef {import('./element.js').LatchkeyElement} Host with the sentences of "replace" */
/** @typedef {import('./passkeychange.js').List} List */
/**
 * @param {Host} host @param {List} list
 * @param {string | false | undefined} until when the grant ends
 * @param {string} since when the new passkey was created, and the question is open; without `until`
 * @returns {Promise<HTMLElement | false>}
 */
export function replacement(host: Host, list: List, until: string | false | undefined, since: string): Promise<HTMLElement | false>;
/**
 * with the sentences of "replace"
 */
export type Host = import("./element.js").LatchkeyElement;
export type List = import("./passkeychange.js").List;
