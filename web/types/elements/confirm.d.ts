/**
 * Closing it in any way other than by the action button means no. Focus returns to where it was.
 * @param {import('./element.js').LatchkeyElement} host
 * @param {{heading: string, consequence: (string | false | null | undefined)[], action: string, keep: string}} question
 * @returns {Promise<boolean>}
 */
export function confirmed(host: import("./element.js").LatchkeyElement, { heading, consequence, action, keep }: {
    heading: string;
    consequence: (string | false | null | undefined)[];
    action: string;
    keep: string;
}): Promise<boolean>;
/** Closes a dialog that is still open. @param {import('./element.js').LatchkeyElement} host */
export function endQuestion(host: import("./element.js").LatchkeyElement): void;
