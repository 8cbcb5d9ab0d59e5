/** The page was loaded again before the answer. @param {Host} host @param {string} enrolledAt when the new passkey was created */
export function askAgain(host: Host, enrolledAt: string): Promise<void>;
/** @param {Host} host @param {(passkey: OwnPasskey) => boolean} isNew */
export function askWhichIsLost(host: Host, isNew: (passkey: OwnPasskey) => boolean): Promise<void>;
/**
 * with the sentences of "lostpasskey"
 */
export type Host = import("./element.js").LatchkeyElement;
export type OwnPasskey = import("../sdk/types.js").OwnPasskey;
export type Standing = import("../sdk/types.js").Standing;
