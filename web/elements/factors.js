// factors.js: asks whether a factor that appeared at Kratos is the user's. Until confirmed, it does not count next to a passkey.
// Loaded on demand, because most people are never asked.

import { confirmed } from './confirm.js';
import { h } from './dom.js';

/** @typedef {import('./element.js').LatchkeyElement} Host */
/** @typedef {import('../sdk/types.js').Factor} Factor */

/** Kinds at Kratos that have their own sentences. */
const KINDS = ['totp', 'lookup_secret', 'webauthn', 'passkey', 'code', 'password', 'oidc', 'address'];

/** Those that count beside a passkey that does not verify the user. They stay when they are said not to be theirs. */
const FIRST = ['password', 'oidc', 'address'];

/** What to say of a factor that Kratos kept. @param {Factor} factor @returns {string} the key of a sentence */
export function keptNow({ kind }) {
  return `factors.kept_now${FIRST.includes(kind) ? '_first' : ''}`;
}

/** The factors to ask about. @param {Factor[]} factors @returns {Factor[]} */
export function inQuestion(factors) {
  return factors.some(({ held_by }) => held_by === 'latchkey')
    ? factors.filter(({ held_by, vouched }) => held_by === 'kratos' && !vouched) : [];
}

/** @param {Host} host @param {string} key @param {Factor} factor */
function words(host, key, { kind, first_seen_at }) {
  const date = new Intl.DateTimeFormat(host.language, { dateStyle: 'long' }).format(new Date(first_seen_at ?? 0));
  return host.text(`factors.${key}.${KINDS.includes(kind) ? kind : 'other'}`, { date });
}

/** @param {Host} host @param {string} key @param {Factor} factor */
function meaning(host, key, { kind }) {
  return host.text(`factors.${key}${FIRST.includes(kind) ? '_first' : ''}`);
}

/**
 * One card per factor.
 * @param {Host} host @param {Factor[]} factors
 * @param {{confirm: (control: HTMLElement, factor: Factor) => void, disown: (control: HTMLElement, factor: Factor) => void}} actions
 * @returns {HTMLElement}
 */
export function questions(host, factors, actions) {
  return h('div', { class: 'list', part: 'questions' }, ...factors.map((factor) => {
    const heading = host.heading(1, words(host, factor.disowned ? 'kept' : 'question', factor));
    heading.id = `factor-${factor.id}`;
    const card = h('section', { class: 'item', part: 'item question', 'aria-labelledby': heading.id }, heading);
    if (factor.disowned) {
      card.append(h('p', {}, meaning(host, 'kept_means', factor)));
      return card;
    }
    const yes = host.button(host.text('factors.yes'), () => actions.confirm(yes, factor), 'small', { 'aria-describedby': heading.id, 'data-yes': true });
    const no = host.button(meaning(host, 'no', factor), () => actions.disown(no, factor), 'small danger', { 'aria-describedby': heading.id, 'data-no': true });
    card.append(h('p', {}, meaning(host, 'means', factor)), h('div', { class: 'row' }, yes, no));
    return card;
  }));
}

/** "No" ends all other sessions, so ask for confirmation. @param {Host} host @param {Factor} factor @returns {Promise<boolean>} */
export function notTheirs(host, factor) {
  return confirmed(host, {
    heading: words(host, 'confirm', factor),
    consequence: [meaning(host, 'confirm_means', factor), host.text('factors.confirm_sessions'), meaning(host, 'confirm_password', factor)],
    action: meaning(host, 'confirm_action', factor),
    keep: host.text('factors.cancel'),
  });
}
