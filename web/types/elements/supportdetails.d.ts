/** @param {Host} host @param {import('../sdk/latchkey.js').LatchkeyError} error @returns {(HTMLElement | false)[]} */
export function supportDetails(host: Host, error: import("../sdk/latchkey.js").LatchkeyError): (HTMLElement | false)[];
export { tellDevelopers } from "./fordevelopers.js";
/**
 * with the sentences of "errors"
 */
export type Host = import("./view.js").View;
