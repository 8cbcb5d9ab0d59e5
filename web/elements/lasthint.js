// lasthint.js: remembers where the passkey last used in this browser was, which the browser is asked to offer first at the next
// login. It names no one, and nothing depends on it.

/** @typedef {import('./loginsteps.js').Hint} Hint */

const HINT = 'latchkey:last-hint';

/**
 * @param {string | null} [attachment] of the assertion: "platform" or "cross-platform" @param {string[]} [transports] of the passkey
 * @returns {Hint | undefined}
 */
export function hintOf(attachment, transports = []) {
  if (attachment === 'platform') return 'client-device';
  if (attachment !== 'cross-platform') return undefined;
  return transports.some((way) => way === 'hybrid' || way === 'internal') ? 'hybrid' : 'security-key';
}

/** @param {Hint | undefined} hint */
export function rememberHint(hint) {
  try {
    if (hint) localStorage.setItem(HINT, hint);
  } catch {
    // No storage: the browser chooses.
  }
}

/** @returns {Hint | undefined} */
export function lastHint() {
  try {
    return /** @type {Hint[]} */ (['security-key', 'client-device', 'hybrid']).find((hint) => hint === localStorage.getItem(HINT));
  } catch {
    return undefined;
  }
}
