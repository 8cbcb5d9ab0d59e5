// usedhere.js: remembers which passkeys were set up or used in this browser, for the badge in the list. It is only a hint: nothing
// depends on it, and it stores no names.

const KEY = 'latchkey:used-here';
const MANY = 20; // browsers that many people share keep the latest

/** @param {string} id of a passkey @returns {boolean} */
export function usedHere(id) {
  return read().includes(id);
}

/** @param {string} id of a passkey that was just set up or used */
export function rememberUse(id) {
  write([id, ...read().filter((other) => other !== id)].slice(0, MANY));
}

/** @param {string} id of a passkey that was removed */
export function forgetUse(id) {
  if (usedHere(id)) write(read().filter((other) => other !== id));
}

/** @returns {string[]} */
function read() {
  try {
    const ids = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(ids) ? ids : [];
  } catch {
    return []; // no storage, or not ours
  }
}

/** @param {string[]} ids */
function write(ids) {
  try {
    localStorage.setItem(KEY, JSON.stringify(ids));
  } catch {
    // No storage, as in some private windows: no badge.
  }
}
