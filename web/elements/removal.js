// removal.js: what removing a passkey means, before and after: whether it still exists elsewhere, and what is left to sign in with.

import { h } from './dom.js';

/** @typedef {import('./element.js').LatchkeyElement} Host */
/** @typedef {import('../sdk/types.js').Passkey} Passkey */

/**
 * What the person should know before confirming.
 * @param {Host} host @param {Passkey} passkey the one to remove @param {Passkey[]} passkeys all of them @param {number} codes unused recovery codes
 */
export function consequences(host, passkey, passkeys, codes) {
  const others = passkeys.filter(({ id, suspended }) => id !== passkey.id && !suspended).length;
  const last = !others && !passkey.suspended;
  return [
    host.text(passkey.synced ? 'passkeys.confirm_synced' : 'passkeys.confirm_device'),
    last ? host.text('passkeys.confirm_last') : others > 0 && host.text('passkeys.confirm_others', { count: others }),
    !others && codes > 0 && host.text('passkeys.confirm_codes', { left: codes }),
    host.text('passkeys.confirm_copy'),
  ];
}

/**
 * Replaces the empty list after the last passkey was removed: that says more than "no passkeys yet".
 * @param {Host} host @param {HTMLElement} place @param {string} name of the removed passkey @param {number} codes unused recovery codes
 */
export function lastRemoved(host, place, name, codes) {
  const heading = host.heading(1, host.text('passkeys.gone_heading', { name }));
  place.replaceChildren(
    heading,
    h('p', {}, host.text('passkeys.gone_lead')),
    ...codes ? [h('p', {}, host.text('passkeys.gone_codes', { left: codes }))] : []);
  heading.focus();
}
