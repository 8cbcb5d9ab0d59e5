/** @param {string} id of a passkey @returns {boolean} */
export function usedHere(id: string): boolean;
/** @param {string} id of a passkey that was just set up or used */
export function rememberUse(id: string): void;
/** @param {string} id of a passkey that was removed */
export function forgetUse(id: string): void;
