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
 * Creates the passkey, and asks which one was lost.
 * @param {Host} host @param {import('./lostpasskey.js').Finish} [finish] absent: a view of its own
 */
export function createButton(host: Host, finish?: import("./lostpasskey.js").Finish): any;
/** The sentence of a redeemed code. @param {Host} host @param {string} until when its grant ends */
export function accepted(host: Host, until: string): string;
/**
 * with the sentences of "replace"
 */
export type Host = import("./element.js").LatchkeyElement;
