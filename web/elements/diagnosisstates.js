// diagnosisstates.js: the checks of <latchkey-diagnose>, their possible results, and the code that people read out to support. The
// console reads the same code.

/**
 * The checks in their order, and their results: the first is good, and "unknown" the last. The set is closed, and letters of codes stand
 * for places in it: add at the end, before "unknown", and raise VERSION.
 * @type {Record<string, string[]>}
 */
export const STATES = {
  secure: ['ok', 'insecure'],
  passkeys: ['ok', 'missing', 'unknown'],
  authenticator: ['ok', 'none', 'unknown'],
  autofill: ['ok', 'none', 'unknown'],
  extension: ['ok', 'replaced', 'broken'],
  private: ['ok', 'likely', 'unknown'],
  clock: ['ok', 'ahead', 'behind', 'unknown'],
  kratos_clock: ['ok', 'apart', 'unknown'],
  cookie: ['ok', 'none', 'blocked', 'unknown'],
  session: ['ok', 'none', 'ended', 'partial', 'conflict', 'failed', 'unknown'],
  origin: ['ok', 'unlisted', 'no_passkeys', 'proxy', 'unreached'],
};

const VERSION = 'D1';

/** Results with which passkeys or codes do not work. */
const BAD = ['secure.insecure', 'passkeys.missing', 'extension.broken', 'clock.ahead', 'clock.behind', 'kratos_clock.apart', 'cookie.blocked',
  'session.conflict', 'session.failed', 'origin.unlisted', 'origin.no_passkeys', 'origin.unreached'];

/** @typedef {{name: string, state: string}} Result */

/** @param {Result} result @returns {'good' | 'note' | 'bad'} */
export function weightOf({ name, state }) {
  if (state === 'ok') return 'good';
  return BAD.includes(`${name}.${state}`) ? 'bad' : 'note';
}

/** "D1-AAAA-BAAC-AAB": a letter for each check. @param {Result[]} results */
export function codeOf(results) {
  const letters = Object.entries(STATES).map(([name, states]) => {
    const place = states.indexOf(results.find((result) => result.name === name)?.state ?? '');
    return String.fromCharCode(65 + (place < 0 ? states.length - 1 : place));
  });
  return [VERSION, ...letters.join('').match(/.{1,4}/g) ?? []].join('-');
}

/** The results that a code anywhere in a text stands for; none if there is no code. @param {string} text @returns {Result[]} */
export function statesOf(text) {
  const checks = Object.entries(STATES), code = new RegExp(`\\b${VERSION}((?:[\\s-]?[A-Z]){${checks.length}})(?![A-Z0-9])`, 'i').exec(text)?.[1];
  if (!code) return [];
  const letters = code.replace(/[\s-]/g, '').toUpperCase();
  const results = checks.map(([name, states], index) => ({ name, state: states[letters.charCodeAt(index) - 65] }));
  return results.every(({ state }) => state) ? results : [];
}
