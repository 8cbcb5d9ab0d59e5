/** @typedef {import('./types.js').Capabilities} Capabilities */
/**
 * Asks the browser, falling back to older methods. Never rejects.
 * @returns {Promise<Capabilities>}
 */
export function capabilities(): Promise<Capabilities>;
export type Capabilities = import("./types.js").Capabilities;
