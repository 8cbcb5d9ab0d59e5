// filterfact.js: what a revocation of all that match a filter matches, in the words of the list of passkeys:
// views load the section admin-passkeys.

import { h } from '../elements/dom.js';
import { personLink } from './names.js';

/** @typedef {import('./console.js').Console} Host */

/** @param {Host} host @param {{filter: Record<string, unknown>, authenticator: string}} revocation */
export function filterFact(host, { filter, authenticator }) {
  return h('ul', {}, ...Object.entries(filter).map(([name, value]) =>
    h('li', {}, host.text(`admin-passkeys.${name}`), ': ', name === 'aaguid' && authenticator ? authenticator : valueOf(host, name, value))));
}

/** @param {Host} host @param {string} name @param {unknown} value */
function valueOf(host, name, value) {
  if (name === 'identity_id') return personLink(host, String(value));
  if (/_(since|until)$/.test(name)) return host.when(String(value));
  return typeof value === 'boolean' ? host.text(`admin-passkeys.${value ? 'yes' : 'no'}`) : h('span', { class: 'id' }, String(value));
}
