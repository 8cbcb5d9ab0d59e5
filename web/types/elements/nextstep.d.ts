/**
 * @param {import('./element.js').LatchkeyElement} host with the sentences of "secondstep"
 * @param {Record<string, HTMLElement>} parts of the view: `questions`, and `codes` where there may be some
 * @param {import('../sdk/types.js').Standing | undefined} standing
 * @param {import('../sdk/types.js').RegisteredPasskey} passkey the first
 * @param {() => void} another creates one elsewhere
 */
export function offerSecondWay(host: import("./element.js").LatchkeyElement, { questions, codes }: Record<string, HTMLElement>, standing: import("../sdk/types.js").Standing | undefined, passkey: import("../sdk/types.js").RegisteredPasskey, another: () => void): void;
