/** @typedef {import('./types.js').Diagnosis} Diagnosis */
/**
 * Details to show or copy for support. Contains no token, no cookie and only the origin of the page, since URLs may carry
 * secrets.
 * @param {unknown} error  what the SDK threw; anything else counts as `unknown`
 * @returns {Promise<Diagnosis>}
 */
export function diagnose(error: unknown): Promise<Diagnosis>;
export type Diagnosis = import("./types.js").Diagnosis;
