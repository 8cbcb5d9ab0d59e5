/**
 * A button for each below what happened. <latchkey-login> has buttons of its own.
 * @param {import('./view.js').View} host @param {import('../sdk/latchkey.js').LatchkeyError} error
 * @param {() => void} again begins the task once more
 */
export function offerOtherDomains(host: import("./view.js").View, error: import("../sdk/latchkey.js").LatchkeyError, again: () => void): void;
