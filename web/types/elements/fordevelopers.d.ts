/** @param {import('../sdk/latchkey.js').LatchkeyError} error */
export function tellDevelopers(error: import("../sdk/latchkey.js").LatchkeyError): void;
