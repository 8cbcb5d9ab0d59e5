// removal.js: what removing a passkey means, before and after: whether it still exists elsewhere, and what is left to sign in with.

import { confirmed } from './confirm.js';
import { h } from './dom.js';

/** @typedef {import('./element.js').LatchkeyElement} Host */
/** @typedef {import('../sdk/types.js').OwnPasskey} OwnPasskey */

/**
 * States the consequences and asks for confirmation.
 * @param {Host} host @param {OwnPasskey} passkey the one to remove @param {OwnPasskey[]} passkeys those that can sign in
 * @param {number} codes unused recovery codes @param {boolean} proof the removal asks for a passkey
 */
export function removalConfirmed(host, passkey, passkeys, codes, proof) {
  return confirmed(host, {
    heading: host.text('passkeys.confirm_heading', { name: passkey.name }),
    consequence: consequences(host, passkey, passkeys, codes),
    action: host.text('passkeys.confirm_action'),
    keep: host.text('passkeys.keep'),
    proof,
  });
}

/** @param {Pick<Host, 'text'>} host @param {OwnPasskey} passkey @param {OwnPasskey[]} passkeys those that can sign in @param {number} codes */
export function consequences(host, passkey, passkeys, codes) {
  const others = passkeys.filter(({ id }) => id !== passkey.id).length, last = !others && passkeys.length > 0;
  const ending = passkey.recovery_codes ?? 0; // absent in responses of older servers
  const left = codes - ending;
  return [
    host.text(passkey.step_up_only ? 'passkeys.confirm_second' : passkey.synced ? 'passkeys.confirm_synced' : 'passkeys.confirm_device'),
    last ? host.text('passkeys.confirm_last') : others > 0 && !passkey.step_up_only && host.text('passkeys.confirm_others', { count: others }),
    ending > 0 && host.text(others ? 'passkeys.confirm_ends_codes' : 'passkeys.confirm_ends_codes_last'),
    !others && left > 0 && host.text('passkeys.confirm_codes', { left }),
    host.text('passkeys.confirm_copy'),
  ];
}

/**
 * What the removal did.
 * @param {Host} host @param {string} name @param {boolean} last no passkey is left, so there can be no new codes
 * @param {import('../sdk/types.js').Removed} removed
 */
export function outcome(host, name, last, { sessions, recovery_codes: codes, admin_keys: keys = [] }) {
  return [
    host.text(sessions === 'pending' ? 'passkeys.removed_pending' : 'passkeys.removed', { name }),
    codes === 'ended' && host.text(last ? 'passkeys.removed_codes_last' : 'passkeys.removed_codes'),
    keys.length > 0 && host.text('passkeys.removed_keys', { keys: keys.map((key) => key.name).join(', ') }),
  ].filter(Boolean).join(' ');
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
