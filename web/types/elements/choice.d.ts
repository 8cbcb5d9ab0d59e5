/**
 * @param {import('./view.js').View} host @param {import('../sdk/types.js').Passkey} passkey @param {'radio' | 'checkbox'} type
 * @param {string} section of its sentences "created" and "last_used" @param {boolean} [checked]
 */
export function passkeyChoice(host: import("./view.js").View, { id, name, created_at, last_used_at, provider }: import("../sdk/types.js").Passkey, type: "radio" | "checkbox", section: string, checked?: boolean): any;
export const choiceSheet: CSSStyleSheet;
