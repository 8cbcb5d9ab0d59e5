// once.js: shows what the server tells only once, a code or a key. It is text of this dialog and nothing else: it enters no
// attribute, storage or address, and is gone when the dialog closes.

import { endQuestion } from '../elements/confirm.js';
import { h } from '../elements/dom.js';

/**
 * @param {import('./console.js').Console} host
 * @param {{heading: string, lead: string[], secret: string}} shown
 * @returns {Promise<void>} when it is closed
 */
export function showOnce(host, { heading, lead, secret }) {
  endQuestion(host);
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
  // Escape would throw it away by accident; only the button says that it is kept.
  dialog.addEventListener('cancel', (/** @type {Event} */ event) => event.preventDefault());
  host.shadowRoot?.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve();
    });
  });
}

/** A code that the person is given now. @param {import('./console.js').Console} host @param {{code: string, expires_at: string}} made */
export function showCode(host, made) {
  return showOnce(host, {
    heading: host.text('admin-code.code_once'),
    lead: [host.text('admin-code.code_tell', { until: host.when(made.expires_at).textContent })],
    secret: made.code,
  });
}
