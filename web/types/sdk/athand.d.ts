/**
 * Asks for a passkey that this device has at hand, which the browser shows at once. If it has none, asks by the usual prompt, in
 * the same ceremony.
 * @param {Begun} begun @param {number} mine as for ask()
 */
export function askAtHand(begun: Begun, mine: number): Promise<object | null>;
export type Begun = import("./types.js").Begun;
