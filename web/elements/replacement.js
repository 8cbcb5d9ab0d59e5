// replacement.js: above the list, for users who have redeemed a recovery code: the new passkey in place of the one they lost, and
// then which one that was. Loaded on demand, because most people never need it.

import { h } from './dom.js';
import { accepted, createButton } from './replace.js';

/** @typedef {import('./element.js').LatchkeyElement} Host with the sentences of "replace" */
/** @typedef {import('./passkeychange.js').List} List */

/**
 * @param {Host} host @param {List} list
 * @param {string | false | undefined} until when the grant ends
 * @param {string} since when the new passkey was created, and the question is open; without `until`
 * @returns {Promise<HTMLElement | false>}
 */
export async function replacement(host, list, until, since) {
  const finish = (/** @type {string[]} */ removed, /** @type {boolean} */ ended) => redrawn(host, list, removed, ended);
  if (until) return section(host, 'heading', accepted(host, until), createButton(host, finish));
  if (!list.passkeys().some(({ created_at }) => Date.parse(created_at) < Date.parse(since))) return false;
  /** @param {string} key @param {(loss: typeof import('./lostpasskey.js')) => Promise<void>} act @returns {HTMLElement} */
  const answer = (key, act) => {
    const control = host.button(host.text(`replace.${key}`), () => host.attempt(control, 'common.working', async () => act(await lost(host))), 'small', { id: key });
    return control;
  };
  return section(host, 'ready_heading', host.text('replace.ready_lead'),
    answer('remove', (loss) => loss.askAgain(host, since, finish)), answer('none', (loss) => loss.answered(host, [], false, finish)));
}

/** @param {Host} host */
const lost = (host) => host.fetched(import('./lostpasskey.js'), 'lostpasskey');

/** @param {Host} host @param {string} title @param {string} lead @param {...HTMLElement} actions */
function section(host, title, lead, ...actions) {
  const heading = host.heading(1, host.text(`replace.${title}`));
  heading.id = 'replacement';
  return h('section', { class: 'item', part: 'item question', 'aria-labelledby': heading.id }, heading, h('p', {}, lead), h('div', { class: 'row' }, ...actions));
}

/** @param {Host} host @param {List} list @param {string[]} removed names @param {boolean} ended the recovery codes ended with one of them */
async function redrawn(host, list, removed, ended) {
  const { summary } = await lost(host);
  await list.redraw();
  if (ended) list.codesEnded();
  host.focusHeading();
  host.say(summary(host, removed));
}
