/**
 * The account that the passkey is for, and the questions with their answers. The host needs the section "setup".
 * @param {import('./view.js').View} host @param {Standing | undefined} standing @returns {HTMLElement[]}
 */
export function questions(host: import("./view.js").View, standing: Standing | undefined): HTMLElement[];
/** The view in place of an empty list. @param {import('./view.js').View} host @param {Standing | undefined} standing */
export function invitation(host: import("./view.js").View, standing: Standing | undefined): any[];
export type Standing = import("../sdk/types.js").Standing;
