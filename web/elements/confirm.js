// confirm.js: a dialog that asks before an irreversible action and states its consequences.

import { cantUse } from './cantuse.js';
import { dialogSheet } from './dialogstyle.js';
import { endQuestion, h } from './dom.js';

/**
 * Closing it in any way other than by the action button means no. Focus returns to where it was.
 * @param {import('./element.js').LatchkeyElement} host
 * @param {{heading: string, consequence: (string | false | null | undefined)[], action: string, keep: string, proof?: boolean}} question
 *   `proof`: the action asks for a passkey
 * @returns {Promise<boolean>}
 */
export function confirmed(host, { heading, consequence, action, keep, proof }) {
  endQuestion(host);
  host.wear(dialogSheet);
  const what = host.heading(1, heading);
  what.id = 'question';
  const dialog = h('dialog', { part: 'dialog', 'aria-labelledby': 'question', 'aria-describedby': 'consequence' },
    h('form', { method: 'dialog' },
      what,
      h('div', { class: 'view', id: 'consequence' }, ...consequence.filter(Boolean).map((sentence) => h('p', {}, sentence))),
      proof && cantUse(host, 'session'), // the buttons stay in view, so they come last: they would cover what is below them
      h('div', { class: 'actions' },
        h('button', { part: 'button', value: 'keep', autofocus: true }, keep),
        h('button', { part: 'button danger', class: 'danger solid', value: 'go' }, action))));
  host.place(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'go');
    });
  });
}
