/** @param {import('./view.js').View} host @param {string[]} keys */
export function reasons(host: import("./view.js").View, keys: string[]): any;
