// secondway.js: whether the user has a second way in, without which people are locked out when they lose their only passkey.

/** @typedef {import('../sdk/types.js').Standing} Standing */

/** Whether a passkey here can be used. @param {Standing} [standing] @returns {boolean} */
export function hasPasskey(standing) {
  return Boolean(standing?.factors.some(({ held_by }) => held_by === 'latchkey'));
}

/** @param {Standing} [standing] @returns {boolean} whether the user has a passkey, and nothing else to get in with */
export function lacksSecondWay(standing) {
  return hasPasskey(standing) && (standing?.second_ways ?? []).length > 0;
}
