// notnow.js: remembers a "not now", only in this browser.

const PREFIX = 'latchkey:not-now:';

/** @typedef {{identity: {id: string}, session: {id: string}}} Standing the part of session() used here */

/** Already asked in this session. @param {Standing} standing */
export function saidInThisSession({ identity, session }) {
  return read(PREFIX + identity.id)?.session === session.id;
}

/** Already asked in this session, or recently. @param {Standing} standing */
export function saidNotNow(standing) {
  return saidInThisSession(standing) || read(PREFIX + standing.identity.id)?.until > Date.now();
}

/** @param {Standing} standing @param {number} seconds how long not to ask again, beyond this session */
export function sayNotNow({ identity, session }, seconds) {
  write(PREFIX + identity.id, { session: session.id, until: Date.now() + seconds * 1000 });
}

/** @param {string} key @param {unknown} value */
function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // No storage, as in some private windows: ask again next time.
  }
}

/** @param {string} key @returns {any} null if there is nothing readable */
function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}
