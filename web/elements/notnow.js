// notnow.js: remembers that a person said "not now", in their browser and nowhere else.

const PREFIX = 'latchkey:not-now:';

/** @typedef {{identity: {id: string}, session: {id: string}}} Standing the part of session() that this needs */

/** Asked already in this session. @param {Standing} standing */
export function saidInThisSession({ identity, session }) {
  return read(PREFIX + identity.id)?.session === session.id;
}

/** Asked already in this session, or not long ago. @param {Standing} standing */
export function saidNotNow(standing) {
  return saidInThisSession(standing) || read(PREFIX + standing.identity.id)?.until > Date.now();
}

/** @param {Standing} standing @param {number} seconds how long to leave the person alone, beyond this session */
export function sayNotNow({ identity, session }, seconds) {
  try {
    localStorage.setItem(PREFIX + identity.id, JSON.stringify({ session: session.id, until: Date.now() + seconds * 1000 }));
  } catch {
    // No storage, as in some private windows: they will be asked again.
  }
}

/** @param {string} key @returns {any} null when there is nothing, or nothing that can be read */
function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}
