// factors.js: asks whether a factor that appeared at Kratos is the user's. Until confirmed, it does not count next to a passkey.
// Loaded on demand, because most people are never asked.

import { h } from './dom.js';
import { meaning, words } from './factorwords.js';

/** @typedef {import('./element.js').LatchkeyElement} Host with the sentences of "factors" */
/** @typedef {import('./passkeychange.js').List} List */
/** @typedef {import('../sdk/types.js').Factor} Factor */

/** One card per factor. @param {Host} host @param {Factor[]} asked @param {List} list @returns {Promise<HTMLElement>} */
export async function questions(host, asked, list) {
  if (asked.some(({ disowned }) => disowned)) await host.loadSections(['factoranswer']);
  return h('div', { class: 'list', part: 'questions' }, ...asked.map((factor) => question(host, factor, list)));
}

/** @param {Host} host @param {Factor} factor @param {List} list */
function question(host, factor, list) {
  const heading = host.heading(1, words(host, factor.disowned ? 'kept' : 'question', factor));
  heading.id = `factor-${factor.id}`;
  const card = h('section', { class: 'item', part: 'item question', 'aria-labelledby': heading.id }, heading);
  if (factor.disowned) {
    card.append(h('p', {}, meaning(host, 'kept_means', factor)));
    return card;
  }
  /** @param {'confirm' | 'disown'} act */
  const answer = async (act) => {
    const answers = await host.fetched(import('./factoranswer.js'), 'factoranswer').catch((error) => host.fail(error));
    if (answers) await answers[act](host, list, act === 'confirm' ? yes : no, factor);
  };
  const yes = host.button(host.text('factors.yes'), () => answer('confirm'), 'small', { 'aria-describedby': heading.id, 'data-yes': true });
  const no = host.button(meaning(host, 'no', factor), () => answer('disown'), 'small danger', { 'aria-describedby': heading.id, 'data-no': true });
  card.append(h('p', {}, meaning(host, 'means', factor)), h('div', { class: 'row' }, yes, no));
  return card;
}
