/**
 * @param {Host} host @param {string[]} codes
 * @returns {{element: HTMLElement, forget: () => void}} forget() removes all traces of the codes from the page
 */
export function codeSheet(host: Host, codes: string[]): {
    element: HTMLElement;
    forget: () => void;
};
/**
 * Creates codes and shows them, until the user says that they are kept.
 * @param {Host} host @param {(count: number) => void} kept @returns {Promise<(() => void) | undefined>} removes all traces of them
 */
export function showNewCodes(host: Host, kept: (count: number) => void): Promise<(() => void) | undefined>;
/**
 * Asks before new codes replace the old ones.
 * @param {import('./element.js').LatchkeyElement} host with the sentences of "recovery-codes"
 */
export function renewalConfirmed(host: import("./element.js").LatchkeyElement): Promise<boolean>;
export type Host = import("./element.js").LatchkeyElement;
