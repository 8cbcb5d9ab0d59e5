/**
 * Links to the help page and the address of support; false if neither is configured.
 * @param {import('./view.js').View} host @param {string} words of the link to the page
 */
export function contact(host: import("./view.js").View, words: string): any;
/** Sentences of failures that send people to support. */
export const SENT: string[];
