// passkeys.js: all passkeys, with filters.

import { h } from '../elements/dom.js';
import { filterForm, withChosen } from './filter.js';
import { pagedList } from './list.js';
import { passkeyItem } from './passkeyitem.js';
import { revokeAllButton } from './revocation.js';
import { routeTo } from './route.js';

export const sections = ['admin-passkeys', 'admin-passkey', 'admin-revocation'];

const PAGE = '25';
const DAY = 86_400_000;

/** @param {import('./console.js').Console} host @param {import('./route.js').Route} route */
export async function draw(host, route) {
  /** @param {string} key @param {Record<string, unknown>} [values] */
  const words = (key, values) => host.text(`admin-passkeys.${key}`, values);
  /** @type {[string, string][]} */
  const either = [['true', words('yes')], ['false', words('no')]];
  host.show({ heading: words('heading'), lead: words('lead') });
  const known = await host.load(() => host.client.get('/stats'));
  if (!known) return;
  const rps = known.relying_parties.map((/** @type {any} */ { rp_id: id }) => [id, id]);
  const makes = known.providers.map((/** @type {any} */ { aaguid, provider }) =>
    [aaguid, provider?.name ?? (/[^0-]/.test(aaguid) ? words('unknown', { aaguid }) : words('undisclosed'))]);
  const form = filterForm(host, route, [
    { name: 'synced', label: words('synced'), options: either },
    { name: 'suspended', label: words('suspended'), options: either },
    { name: 'clone_warning', label: words('clone_warning'), options: either },
    { name: 'unused', label: words('unused'), options: ['30', '90', '180', '365'].map((days) => [days, words('days', { days })]) },
    { name: 'rp_id', label: words('rp_id'), options: withChosen(rps, route.filter.rp_id) },
    { name: 'aaguid', label: words('aaguid'), options: withChosen(makes, route.filter.aaguid) },
    { name: 'key_identifier', label: words('key_identifier') },
    { name: 'identity_id', label: host.text('admin.person'), kind: 'person' },
  ]);
  host.show({ heading: words('heading'), lead: words('lead'), body: [form] });
  const list = await host.load(() => pagedList(host, {
    label: words('heading'),
    none: words('none'),
    fetch: async (token) => {
      const { passkeys, next_page_token } = await host.client.get('/passkeys', { ...asked(route.filter), page_size: PAGE, page_token: token });
      return { rows: passkeys, next: next_page_token };
    },
    item: (passkey) => passkeyItem(host, passkey, false),
  }));
  if (!list) return;
  const row = many(host, route.filter);
  form.addEventListener('input', () => row.querySelector('.danger')?.remove()); // the form then says what does not apply yet
  form.after(row, list);
}

/** All that match, once a filter is chosen. @param {import('./console.js').Console} host @param {Record<string, string>} filter */
const many = (host, filter) => h('div', { class: 'row' },
  Object.keys(filter).length > 0 && host.may('revoke') && revokeAllButton(host, typed(asked(filter))),
  h('a', { class: 'button small plain', href: routeTo('revocations') }, host.text('admin-revocation.list')));

/** @param {Record<string, string | undefined>} filter @returns {Record<string, string | boolean | undefined>} without texts for yes and no */
const typed = (filter) => Object.fromEntries(Object.entries(filter).map(([name, value]) => [name, value === 'true' || (value === 'false' ? false : value)]));

/** @param {Record<string, string>} filter as in the address @returns {Record<string, string | undefined>} as the server takes it */
function asked({ unused, ...filter }) {
  const days = Number(unused);
  return { ...filter, unused_since: days > 0 ? new Date(Date.now() - days * DAY).toISOString() : undefined };
}
