/** @typedef {import('../sdk/types.js').Standing} Standing */
/** Whether a passkey here can be used. @param {Standing} [standing] @returns {boolean} */
export function hasPasskey(standing?: Standing): boolean;
/** @param {Standing} [standing] @returns {boolean} whether the user has a passkey, and nothing else to get in with */
export function lacksSecondWay(standing?: Standing): boolean;
export type Standing = import("../sdk/types.js").Standing;
