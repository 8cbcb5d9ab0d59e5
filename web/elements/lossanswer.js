// lossanswer.js: remembers that the question which passkey was lost is answered, only in this browser.

const KEY = 'latchkey:none-lost';

/** @param {string} enrolledAt when a recovery code allowed the new passkey */
export function sayLossAnswered(enrolledAt) {
  try {
    localStorage.setItem(KEY, JSON.stringify(enrolledAt));
  } catch {
    // No storage, as in some private windows: ask again next time.
  }
}

/** @param {string} [enrolledAt] @returns {string} the same if the question is open, otherwise "" */
export function lossUnanswered(enrolledAt = '') {
  try {
    return localStorage.getItem(KEY) === JSON.stringify(enrolledAt) ? '' : enrolledAt;
  } catch {
    return enrolledAt;
  }
}
