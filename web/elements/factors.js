// factors.js: asks whether what was added at Kratos is the person's: until they say so, it counts for nothing beside a
// passkey. Most people are never asked, so it is loaded when there is something to ask.

import { confirmed } from './confirm.js';
import { h } from './dom.js';

/** @typedef {import('./element.js').LatchkeyElement} Host */
/** @typedef {import('../sdk/types.js').Factor} Factor */

/** Kinds at Kratos that there are words for. */
const KINDS = ['totp', 'lookup_secret', 'webauthn', 'passkey', 'code'];

/** Those that the person should be asked about. @param {Factor[]} factors @returns {Factor[]} */
export function inQuestion(factors) {
  return factors.some(({ held_by }) => held_by === 'latchkey')
    ? factors.filter(({ held_by, vouched }) => held_by === 'kratos' && !vouched) : [];
}

/** @param {Host} host @param {string} key @param {Factor} factor */
function words(host, key, { kind, first_seen_at }) {
  const date = new Intl.DateTimeFormat(host.language, { dateStyle: 'long' }).format(new Date(first_seen_at ?? 0));
  return host.text(`factors.${key}.${KINDS.includes(kind) ? kind : 'other'}`, { date });
}

/**
 * One card for each.
 * @param {Host} host @param {Factor[]} factors
 * @param {{confirm: (control: HTMLElement, factor: Factor) => void, disown: (control: HTMLElement, factor: Factor) => void}} verbs
 * @returns {HTMLElement}
 */
export function questions(host, factors, verbs) {
  return h('div', { class: 'list', part: 'questions' }, ...factors.map((factor) => {
    const heading = host.heading(1, words(host, factor.disowned ? 'kept' : 'question', factor));
    heading.id = `factor-${factor.id}`;
    const card = h('section', { class: 'item', part: 'item question', 'aria-labelledby': heading.id }, heading);
    if (factor.disowned) {
      card.append(h('p', {}, host.text('factors.kept_means')));
      return card;
    }
    const yes = host.button(host.text('factors.yes'), () => verbs.confirm(yes, factor), 'small', { 'aria-describedby': heading.id, 'data-yes': true });
    const no = host.button(host.text('factors.no'), () => verbs.disown(no, factor), 'small danger', { 'aria-describedby': heading.id, 'data-no': true });
    card.append(h('p', {}, host.text('factors.means')), h('div', { class: 'row' }, yes, no));
    return card;
  }));
}

/** "No" ends the sessions of everyone else, so it is asked once more. @param {Host} host @param {Factor} factor @returns {Promise<boolean>} */
export function notTheirs(host, factor) {
  return confirmed(host, {
    heading: words(host, 'confirm', factor),
    consequence: [host.text('factors.confirm_means'), host.text('factors.confirm_sessions'), host.text('factors.confirm_password')],
    action: host.text('factors.confirm_action'),
    keep: host.text('factors.cancel'),
  });
}
