// resets.js: the list of resets; the navigation links to those awaiting approval.

import { filterForm } from './filter.js';
import { pagedList } from './list.js';
import { resetItem } from './reset.js';

export const sections = ['admin-resets', 'admin-reset'];

const PAGE = '25';
const STATES = ['pending', 'open', 'done', 'cancelled', 'expired'];

/** @param {import('./console.js').Console} host @param {import('./route.js').Route} route */
export async function draw(host, route) {
  const form = filterForm(host, route, [
    { name: 'state', label: host.text('admin-resets.state'), options: STATES.map((state) => [state, host.text(`admin-reset.state_${state}`)]) },
    { name: 'identity_id', label: host.text('admin.person'), kind: 'person' },
  ]);
  host.show({ heading: host.text('admin-resets.heading'), lead: host.text('admin-resets.lead'), body: [form] });
  const list = await host.load(() => pagedList(host, {
    label: host.text('admin-resets.heading'),
    none: host.text('admin-resets.none'),
    fetch: async (token) => {
      const { resets, next_page_token } = await host.client.get('/mfa-resets', { ...route.filter, page_size: PAGE, page_token: token });
      return { rows: resets, next: next_page_token };
    },
    item: (reset) => resetItem(host, reset, false),
  }));
  if (list) form.after(list);
}
