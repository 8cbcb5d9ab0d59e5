// nextstep.js: above the list, after the first passkey of a user who has nothing else to get in with: a second way in, as on the
// set-up page. Loaded then.

import { h } from './dom.js';
import { secondWay, waysAfter } from './secondstep.js';

/**
 * @param {import('./element.js').LatchkeyElement} host with the sentences of "secondstep"
 * @param {Record<string, HTMLElement>} parts of the view: `questions`, and `codes` where there may be some
 * @param {import('../sdk/types.js').Standing | undefined} standing
 * @param {import('../sdk/types.js').RegisteredPasskey} passkey the first
 * @param {() => void} another creates one elsewhere
 */
export function offerSecondWay(host, { questions, codes }, standing, passkey, another) {
  const ways = waysAfter(passkey, standing).filter((way) => codes || way !== 'recovery_codes');
  const { body, actions } = secondWay(host, ways, { codes: () => /** @type {any} */ (codes).make?.(true), passkey: another });
  if (!actions.length) return;
  const heading = host.heading(1, host.text('setup.way_heading'));
  heading.id = 'next-step';
  questions.replaceChildren(h('section', { class: 'item', part: 'item question', 'aria-labelledby': heading.id },
    heading, h('p', {}, host.text('setup.way_lead')), ...body, h('div', { class: 'row' }, ...actions)));
  questions.hidden = false;
  codes?.addEventListener('latchkey-recovery-codes', () => { questions.hidden = true; }, { once: true });
}
