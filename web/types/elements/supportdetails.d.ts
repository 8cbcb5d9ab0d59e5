/** @typedef {import('./view.js').View} Host with the sentences of "errors" */
/** @param {Host} host @param {import('../sdk/latchkey.js').LatchkeyError} error */
export function supportDetails(host: Host, error: import("../sdk/latchkey.js").LatchkeyError): any;
/**
 * with the sentences of "errors"
 */
export type Host = import("./view.js").View;
