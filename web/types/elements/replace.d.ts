/** @typedef {import('./element.js').LatchkeyElement} Host with the sentences of "replace" */
/**
 * @param {Host} host of a session that may set up one passkey
 * @param {{heading: string, lead: string, body?: (Node | false)[]}} words
 */
export function setUpAnew(host: Host, { heading, lead, body }: {
    heading: string;
    lead: string;
    body?: (Node | false)[];
}): void;
/**
 * with the sentences of "replace"
 */
export type Host = import("./element.js").LatchkeyElement;
