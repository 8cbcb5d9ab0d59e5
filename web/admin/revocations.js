// revocations.js: the list of revocations of all passkeys that match a filter. The view "passkeys" links to it.

import { pagedList } from './list.js';
import { revocationItem } from './revocation.js';

export const sections = ['admin-revocation', 'admin-passkeys'];

const PAGE = '25';

/** @param {import('./console.js').Console} host @param {import('./route.js').Route} route */
export async function draw(host, route) {
  const heading = host.text('admin-revocation.heading');
  host.show({ heading, lead: host.text('admin-revocation.list_lead') });
  const list = await host.load(() => pagedList(host, {
    label: heading,
    none: host.text('admin-revocation.none_yet'),
    fetch: async (token) => {
      const { revocations, next_page_token } = await host.client.get('/revocations', { ...route.filter, page_size: PAGE, page_token: token });
      return { rows: revocations, next: next_page_token };
    },
    item: (revocation) => revocationItem(host, revocation),
  }));
  if (list) host.show({ heading, lead: host.text('admin-revocation.list_lead'), body: [list] });
}
