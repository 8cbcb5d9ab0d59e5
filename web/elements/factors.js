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

/**
 * How the page carries out an answer: what it does and says, and whether the page says it itself.
 * @typedef {object} Actions
 * @property {(control: HTMLElement, work: () => Promise<{ours: boolean, sentence: string}>) => Promise<unknown>} answer
 * @property {() => void} codesEnded
 */

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
 * @param {Actions} actions
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
    const yes = host.button(host.text('factors.yes'), () => confirm(host, yes, factor, actions), 'small', { 'aria-describedby': heading.id, 'data-yes': true });
    const no = host.button(meaning(host, 'no', factor), () => disown(host, no, factor, actions), 'small danger', { 'aria-describedby': heading.id, 'data-no': true });
    card.append(h('p', {}, meaning(host, 'means', factor)), h('div', { class: 'row' }, yes, no));
    return card;
  }));
}

/** @param {Host} host @param {HTMLElement} control @param {Factor} factor @param {Actions} actions */
function confirm(host, control, factor, { answer }) {
  return answer(control, async () => {
    await host.latchkey.confirmFactor(factor.id);
    return { ours: host.emit('factor-confirmed', { factor }), sentence: 'factors.confirmed' };
  });
}

/** @param {Host} host @param {HTMLElement} control @param {Factor} factor @param {Actions} actions */
async function disown(host, control, factor, { answer, codesEnded }) {
  if (host.busy || !await notTheirs(host, factor)) return;
  await answer(control, async () => {
    const { kept = false, sessions, recovery_codes } = await host.latchkey.disownFactor(factor.id);
    if (recovery_codes === 'ended') codesEnded();
    const sentence = (kept ? `factors.kept_now${FIRST.includes(factor.kind) ? '_first' : ''}` : 'factors.removed') + (sessions === 'pending' ? '_pending' : '');
    return { ours: host.emit('factor-disowned', { factor, kept }), sentence };
  });
}

/** "No" ends all other sessions, so ask for confirmation. @param {Host} host @param {Factor} factor @returns {Promise<boolean>} */
function notTheirs(host, factor) {
  return confirmed(host, {
    heading: words(host, 'confirm', factor),
    consequence: [meaning(host, 'confirm_means', factor), host.text('factors.confirm_sessions'), meaning(host, 'confirm_password', factor)],
    action: meaning(host, 'confirm_action', factor),
    keep: host.text('factors.cancel'),
  });
}
