/**
 * @param {Host} host of a session that may set up one passkey
 * @param {{heading: string, lead: string, body?: (Node | false)[]}} words
 */
export function setUpAnew(host: Host, { heading, lead, body }: {
    heading: string;
    lead: string;
    body?: (Node | false)[];
}): void;
/** The page was loaded again before the answer. @param {Host} host @param {string} enrolledAt when the new passkey was created */
export function askAgain(host: Host, enrolledAt: string): Promise<void>;
/**
 * with the sentences of "replace"
 */
export type Host = import("./element.js").LatchkeyElement;
export type OwnPasskey = import("../sdk/types.js").OwnPasskey;
