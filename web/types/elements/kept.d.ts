/** @typedef {import('./element.js').LatchkeyElement} Host */
/** @typedef {import('../sdk/types.js').Factor} Factor */
/** Does nothing without its sentences. @param {Host} host @param {import('../sdk/types.js').Passkey[]} passkeys @param {Factor[]} factors */
export function draw(host: Host, passkeys: import("../sdk/types.js").Passkey[], factors: Factor[]): Promise<void>;
export type Host = import("./element.js").LatchkeyElement;
export type Factor = import("../sdk/types.js").Factor;
