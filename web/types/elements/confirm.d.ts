/**
 * Closing it in any way other than by the action button means no. Focus returns to where it was.
 * @param {import('./element.js').LatchkeyElement} host
 * @param {{heading: string, consequence: (string | false | null | undefined)[], action: string, keep: string, proof?: boolean}} question
 *   `proof`: the action asks for a passkey
 * @returns {Promise<boolean>}
 */
export function confirmed(host: import("./element.js").LatchkeyElement, { heading, consequence, action, keep, proof }: {
    heading: string;
    consequence: (string | false | null | undefined)[];
    action: string;
    keep: string;
    proof?: boolean;
}): Promise<boolean>;
