/** The element that failed. @typedef {import('./view.js').View & {backFrom: (url: string) => string}} Host */
/**
 * @param {Host} host
 * @param {import('../sdk/latchkey.js').LatchkeyError} error
 * @param {(HTMLElement | false)[]} [details] for support
 * @returns {HTMLElement}
 */
export function failurePanel(host: Host, error: import("../sdk/latchkey.js").LatchkeyError, details?: (HTMLElement | false)[]): HTMLElement;
/**
 * Ways to continue without a passkey: at Kratos, with a code, or with help from support, on the recovery code page.
 * @param {Host} host @param {import('../sdk/latchkey.js').LatchkeyError} error
 */
export function ways(host: Host, error: import("../sdk/latchkey.js").LatchkeyError): any[];
/**
 * The element that failed.
 */
export type Host = import("./view.js").View & {
    backFrom: (url: string) => string;
};
