// secondway.js: the second way in, without which people are locked out when they lose their only passkey: recovery codes, or
// another passkey.

import { h } from './dom.js';

/** @typedef {import('../sdk/types.js').Standing} Standing */

/** Whether a passkey here can be used. @param {Standing} [standing] @returns {boolean} */
export function hasPasskey(standing) {
  return Boolean(standing?.factors.some(({ held_by }) => held_by === 'latchkey'));
}

/** @param {Standing} [standing] @returns {boolean} whether the user has a passkey, and nothing else to get in with */
export function lacksSecondWay(standing) {
  return hasPasskey(standing) && (standing?.second_ways ?? []).length > 0;
}

/**
 * What the ways are, and a button for each. The first one is the main action.
 * @param {import('./view.js').View} host @param {string[]} ways of Standing.second_ways
 * @param {{codes: () => void, passkey: (() => void) | false}} actions
 * @returns {{body: HTMLElement[], actions: HTMLElement[]}}
 */
export function secondWay(host, ways, { codes, passkey }) {
  /** @type {{body: HTMLElement[], actions: HTMLElement[]}} */
  const { body, actions } = { body: [], actions: [] };
  /** @param {string} lead @param {string} words @param {() => void} act @param {string} id */
  const offer = (lead, words, act, id) => {
    body.push(h('p', { class: 'quiet' }, host.text(`setup.${lead}`)));
    actions.push(host.button(host.text(`setup.${words}`), act, actions.length ? '' : 'primary', { id }));
  };
  if (ways.includes('recovery_codes')) offer('codes_lead', 'codes', codes, 'make');
  if (ways.includes('passkey') && passkey) offer('second_lead', 'second', passkey, 'register');
  return { body, actions };
}
