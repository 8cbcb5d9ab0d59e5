/** @param {Host} host @param {import('../sdk/latchkey.js').LatchkeyError} error @returns {(HTMLElement | false)[]} */
export function supportDetails(host: Host, error: import("../sdk/latchkey.js").LatchkeyError): (HTMLElement | false)[];
export { waitFor } from "./countdown.js";
export { tellDevelopers } from "./fordevelopers.js";
export { signOutWay } from "./signout.js";
/**
 * with the sentences of "errors"
 */
export type Host = import("./view.js").View & {
    diagnosisUrl: string;
};
