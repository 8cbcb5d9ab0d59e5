/**
 * @param {string | null} [attachment] of the assertion: "platform" or "cross-platform" @param {string[]} [transports] of the passkey
 * @returns {Hint | undefined}
 */
export function hintOf(attachment?: string | null, transports?: string[]): Hint | undefined;
/** @param {Hint | undefined} hint */
export function rememberHint(hint: Hint | undefined): void;
/** @returns {Hint | undefined} */
export function lastHint(): Hint | undefined;
export type Hint = import("./loginsteps.js").Hint;
