/**
 * @param {Host} host @param {string[]} codes
 * @returns {{element: HTMLElement, forget: () => void}} forget() removes all traces of the codes from the page
 */
export function codeSheet(host: Host, codes: string[]): {
    element: HTMLElement;
    forget: () => void;
};
export type Host = import("./element.js").LatchkeyElement;
