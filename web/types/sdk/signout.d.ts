/**
 * Ends the session at Kratos. It is no error if there is none. One that Kratos does not accept here is only forgotten, as far as the SDK
 * keeps it: the error says why.
 * @param {import('./resume.js').Send} send @param {string} base @returns {Promise<void>}
 */
export function signOut(send: import("./resume.js").Send, base: string): Promise<void>;
