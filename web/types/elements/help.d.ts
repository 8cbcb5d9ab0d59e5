/** @param {import('./element.js').LatchkeyElement} host with the sentences of "recover" @param {string} [title] key of another heading */
export function helpSection(host: import("./element.js").LatchkeyElement, title?: string): any;
