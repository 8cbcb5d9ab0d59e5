/**
 * Best effort: missing support, refusals and timeouts are ignored.
 * @param {import('./types.js').Signal[]} [signals] from a server response
 */
export function passOn(signals?: import("./types.js").Signal[]): Promise<void>;
