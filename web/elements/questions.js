// questions.js: what people want to know before their first passkey: what it is, where it is saved, and what if they lose their
// phone. <latchkey-setup> and the empty list of <latchkey-passkeys> show it. Its sentences are in the section "setup".

import { breakable, h } from './dom.js';
import { Sheet } from './style.js';
import { passkeySymbol } from './symbol.js';

/** @typedef {import('../sdk/types.js').Standing} Standing */

const QUESTIONS = ['about_what', 'about_where', 'about_lost'];

const sheet = new Sheet();
sheet.replaceSync(`
.account { display: flex; align-items: center; gap: .75rem; padding: .625rem 1rem; border-radius: var(--radius); background: var(--badge); color: var(--badge-ink); font-weight: 600; }
.account > :last-child { min-width: 0; }
.account bdi { display: inline-block; text-align: match-parent; }
.symbol { flex: none; width: 1.75rem; height: 1.75rem; }
.questions { display: grid; gap: .75rem; }
.questions dt { font-weight: 600; }
.questions dd { margin: 0; color: var(--quiet); font-size: .9375rem; }
`);

/**
 * The account that the passkey is for, and the questions with their answers. The host needs the section "setup".
 * @param {import('./view.js').View} host @param {Standing | undefined} standing @returns {HTMLElement[]}
 */
export function questions(host, standing) {
  host.wear(sheet);
  const login = standing?.identity.login;
  const list = QUESTIONS.map((key) =>
    h('div', {}, h('dt', {}, host.text(`setup.${key}`)), h('dd', {}, host.text(`setup.${answer(key, standing)}`))));
  return [
    ...login ? [h('p', { class: 'account' }, passkeySymbol(), account(host, login))] : [],
    h('dl', { class: 'questions' }, ...list),
  ];
}

/** The login name has a line of its own unless there is room. @param {import('./view.js').View} host @param {string} login */
function account(host, login) {
  const [before, after] = host.text('setup.account', { login: '\n' }).split('\n');
  return h('span', {}, before, h('bdi', {}, ...breakable(login)), after);
}

/** The view in place of an empty list. @param {import('./view.js').View} host @param {Standing | undefined} standing */
export function invitation(host, standing) {
  return [host.heading(1, host.text('setup.heading')), h('p', { class: 'lead' }, host.text('setup.lead')), ...questions(host, standing)];
}

/** Recovery codes are mentioned only where the person can have some. @param {string} key @param {Standing} [standing] */
function answer(key, standing) {
  return key === 'about_lost' && standing?.second_ways?.includes('recovery_codes') ? 'about_lost_more_codes' : `${key}_more`;
}
