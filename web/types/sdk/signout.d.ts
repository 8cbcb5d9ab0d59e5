/**
 * Ends the session at Kratos. It is no error if there is none.
 * @param {import('./resume.js').Send} send @param {string} base @returns {Promise<void>}
 */
export function signOut(send: import("./resume.js").Send, base: string): Promise<void>;
