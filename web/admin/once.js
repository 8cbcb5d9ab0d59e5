// once.js: shows a code or key that the server returns only once. It exists only as text of this dialog: never in an attribute,
// storage or URL, and it is removed when the dialog closes.

import { dialogSheet } from '../elements/dialogstyle.js';
import { endQuestion, h } from '../elements/dom.js';

/**
 * @param {import('./console.js').Console} host
 * @param {{heading: string, lead: string[], secret: string}} content
 * @returns {Promise<void>} when it is closed
 */
export function showOnce(host, { heading, lead, secret }) {
  endQuestion(host);
  host.wear(dialogSheet);
  const what = host.heading(1, heading);
  what.id = 'once';
  const code = h('code', { class: 'once', tabindex: '0' }, secret);
  const said = h('p', { class: 'quiet', role: 'status' });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(secret);
      said.textContent = host.text('admin.copied');
    } catch {
      getSelection()?.selectAllChildren(code);
      said.textContent = host.text('admin.not_copied');
    }
  };
  const dialog = h('dialog', { part: 'dialog', 'aria-labelledby': 'once', 'aria-describedby': 'once-lead' },
    h('form', { method: 'dialog' },
      what,
      h('div', { class: 'view', id: 'once-lead' }, ...lead.map((sentence) => h('p', {}, sentence))),
      code, said,
      h('div', { class: 'actions' },
        host.button(host.text('admin.copy'), copy),
        h('button', { part: 'button primary', class: 'primary' }, host.text('admin.done')))));
  // Not by Escape, which could discard the secret by accident.
  dialog.addEventListener('cancel', (/** @type {Event} */ event) => event.preventDefault());
  host.place(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve();
    });
  });
}

/** Shows a code to pass on to the user. @param {import('./console.js').Console} host @param {{code: string, expires_at: string}} made */
export function showCode(host, made) {
  return showOnce(host, {
    heading: host.text('admin-code.code_once'),
    lead: [host.text('admin-code.code_tell', { until: host.when(made.expires_at).textContent })],
    secret: made.code,
  });
}
