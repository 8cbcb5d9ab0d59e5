/**
 * @param {import('./element.js').LatchkeyElement} host with the sentences of "secondstep"
 * @param {import('./passkeychange.js').List} list
 * @param {import('../sdk/types.js').RegisteredPasskey} passkey the first
 * @param {() => void} another creates one elsewhere
 */
export function offerSecondWay(host: import("./element.js").LatchkeyElement, list: import("./passkeychange.js").List, passkey: import("../sdk/types.js").RegisteredPasskey, another: () => void): void;
