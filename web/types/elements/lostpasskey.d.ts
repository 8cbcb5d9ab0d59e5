/**
 * The page was loaded again before the answer.
 * @param {Host} host @param {string} enrolledAt when the new passkey was created @param {Finish} [finish]
 */
export function askAgain(host: Host, enrolledAt: string, finish?: Finish): Promise<void>;
/** @param {Host} host @param {(passkey: OwnPasskey) => boolean} isNew @param {Finish} [finish] absent: a view of its own */
export function askWhichIsLost(host: Host, isNew: (passkey: OwnPasskey) => boolean, finish?: Finish): Promise<void>;
/** No page asks again. @param {Host} host @param {string[]} removed names @param {boolean} ended @param {Finish} [finish] */
export function answered(host: Host, removed: string[], ended: boolean, finish?: Finish): Promise<void>;
/** @param {Host} host @param {string[]} names @returns {string} */
export function summary(host: Host, names: string[]): string;
/**
 * with the sentences of "lostpasskey"
 */
export type Host = import("./element.js").LatchkeyElement;
export type OwnPasskey = import("../sdk/types.js").OwnPasskey;
/**
 * What follows the answer: the names of the passkeys that were removed, and whether the recovery codes ended with one of them.
 */
export type Finish = (removed: string[], ended: boolean) => unknown;
