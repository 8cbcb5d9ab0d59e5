// madekeys.js: the admin keys that were created with a passkey. They outlive it, since automation may depend on them: after its
// revocation or suspension, staff have to check them.

import { dialogSheet } from '../elements/dialogstyle.js';
import { endQuestion, h } from '../elements/dom.js';
import { routeTo } from './route.js';

/** @typedef {import('./console.js').Console} Host */
/** @typedef {{id: string, name: string, scopes: string[], created_at: string, expires_at: string | null}} MadeKey */

/** Lists them in a dialog. @param {Host} host @param {MadeKey[]} keys */
function showKeys(host, keys) {
  /** @param {string} key */
  const words = (key) => host.text(`admin-madekeys.${key}`);
  endQuestion(host);
  host.wear(dialogSheet);
  const heading = host.heading(1, words('heading'));
  heading.id = 'made-keys';
  const mayRevoke = host.may('keys');
  const dialog = h('dialog', { part: 'dialog', 'aria-labelledby': 'made-keys', 'aria-describedby': 'made-keys-lead' },
    h('form', { method: 'dialog' },
      heading,
      h('p', { id: 'made-keys-lead' }, words('lead'), ' ', !mayRevoke && words('ask')),
      h('ul', { class: 'list' }, ...keys.map((key) => h('li', { class: 'item' },
        h('strong', {}, key.name),
        h('dl', { class: 'facts' },
          host.fact(words('scopes'), key.scopes.map((scope) => host.sentence(`admin-madekeys.may_${scope}`) ?? scope).join(', ')),
          host.fact(words('created'), host.when(key.created_at)),
          host.fact(words('expires'), key.expires_at && host.when(key.expires_at)))))),
      h('div', { class: 'actions' },
        h('button', { part: 'button' }, host.text('admin.done')),
        mayRevoke && h('a', { class: 'button primary', part: 'button primary', href: routeTo('keys'), onclick: () => dialog.close() }, words('open')))));
  host.place(dialog);
  dialog.addEventListener('close', () => dialog.remove());
  dialog.showModal();
}

/**
 * The sentences about what a revocation or suspension did, after `first`; asks to check the keys.
 * @param {Host} host @param {string} first @param {{recovery_codes?: string, admin_keys?: MadeKey[]}} result
 */
export function outcome(host, first, { recovery_codes: codes, admin_keys: keys = [] }) {
  if (keys.length) showKeys(host, keys);
  return codes === 'ended' || codes === 'kept' ? `${first} ${host.text(`admin-madekeys.codes_${codes}`)}` : first;
}
