/**
 * @param {Element} host whose page says whether it is light or dark
 * @param {Pick<Passkey, 'provider' | 'transports' | 'synced'>} passkey @returns {Element}
 */
export function passkeyIcon(host: Element, passkey: Pick<Passkey, "provider" | "transports" | "synced">): Element;
/** @param {string} kind one that is not known is drawn as a passkey @returns {SVGSVGElement} */
export function symbol(kind: string): SVGSVGElement;
export type Passkey = import("../sdk/types.js").Passkey;
export type Kind = import("./kind.js").Kind;
