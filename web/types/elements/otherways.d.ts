/** @typedef {import('./element.js').LatchkeyElement} Host with the sentences of "otherways" */
/** @param {Host} host @param {'session' | 'gate' | 'login'} where @param {HTMLElement} place */
export function drawOtherWays(host: Host, where: "session" | "gate" | "login", place: HTMLElement): Promise<void>;
/** @param {Host} host @param {HTMLElement} place */
export function drawSupport(host: Host, place: HTMLElement): Promise<void>;
/**
 * with the sentences of "otherways"
 */
export type Host = import("./element.js").LatchkeyElement;
