/**
 * @param {import('./element.js').LatchkeyElement} host
 * @param {'session' | 'gate' | 'login'} where with `session` the server knows the user; otherwise the page does not guess
 * @param {boolean} [opened] nothing else is possible
 */
export function cantUse(host: import("./element.js").LatchkeyElement, where: "session" | "gate" | "login", opened?: boolean): HTMLDetailsElement;
