// deliveries.js: notifications by mail and webhook: delivered, pending, or failed.

import { h } from '../elements/dom.js';
import { nameOf } from './events.js';
import { filterForm, withChosen } from './filter.js';
import { pagedList } from './list.js';
import { personLink } from './names.js';

export const sections = ['admin-deliveries', 'admin-events'];

/** @typedef {import('./console.js').Console} Host */
/** @typedef {Record<string, any>} Delivery of /openapi.yaml */

const PAGE = '25';
const STATES = ['dead', 'pending', 'delivered', 'skipped', 'dropped'];

/** @param {Host} host @param {string} key @param {Record<string, unknown>} [values] */
const words = (host, key, values) => host.text(`admin-deliveries.${key}`, values);

/** @param {Host} host @param {string} sink "mail", "webhook:crm", or "set:vpn" */
const sinkName = (host, sink) => {
  const [kind, name] = sink.split(':');
  return host.sentence(`admin-deliveries.${kind}`, { name }) ?? sink;
};

/** @param {Host} host @param {import('./route.js').Route} route */
export async function draw(host, route) {
  /** @type {[string, string][]} */
  const sinks = (host.me?.sinks ?? []).map((sink) => [sink, sinkName(host, sink)]);
  const form = filterForm(host, route, [
    { name: 'state', label: words(host, 'state'), options: STATES.map((state) => [state, words(host, `state_${state}`)]) },
    { name: 'sink', label: words(host, 'sink'), options: withChosen(sinks, route.filter.sink, (sink) => sinkName(host, sink)) },
    { name: 'identity_id', label: host.text('admin.person'), kind: 'person' },
  ]);
  host.show({ heading: words(host, 'heading'), lead: words(host, 'lead'), body: [form] });
  const list = await host.load(() => pagedList(host, {
    label: words(host, 'heading'),
    none: words(host, 'none'),
    fetch: async (token) => {
      const { deliveries, next_page_token } = await host.client.get('/deliveries', { ...route.filter, page_size: PAGE, page_token: token });
      return { rows: deliveries, next: next_page_token };
    },
    item: (delivery) => deliveryItem(host, delivery),
  }));
  if (list) form.after(list);
}

/** @param {Host} host @param {Delivery} delivery */
function deliveryItem(host, delivery) {
  const { state, sink, failure, identity_id: person } = delivery;
  const heading = host.heading(1, nameOf(host, delivery.event_type));
  heading.id = `delivery-${delivery.id}`;
  return h('li', { class: 'item', part: 'item', tabindex: '-1', 'aria-labelledby': heading.id },
    h('div', { class: 'headline' }, heading, h('span', { class: `badge ${state === 'dead' || state === 'pending' ? 'warning' : ''}`, part: 'badge' }, words(host, `state_${state}`))),
    h('dl', { class: 'facts' },
      host.fact(words(host, 'sink'), sinkName(host, sink)),
      host.fact(words(host, 'tries'), String(delivery.tries)),
      host.fact(words(host, 'failure'), failure && h('span', { class: 'id' }, failure)),
      host.fact(words(host, 'created'), host.when(delivery.created_at)),
      host.fact(words(host, 'next'), delivery.next_try_at && host.when(delivery.next_try_at)),
      host.fact(words(host, 'ended'), delivery.ended_at && host.when(delivery.ended_at)),
      host.fact(words(host, 'person'), person && personLink(host, person))),
    state === 'dead' && host.may('revoke') && h('div', { class: 'row' }, retryButton(host, delivery)));
}

/** @param {Host} host @param {Delivery} delivery */
function retryButton(host, { id }) {
  /** @type {HTMLElement} */
  const button = host.button(words(host, 'retry'), () => host.act(button, {
    about: id,
    heading: words(host, 'retry_heading'),
    consequence: [words(host, 'retry_lead')],
    action: words(host, 'retry'),
  }, ({ reason }) => host.client.post(`/deliveries/${id}/retry`, { reason }), () => words(host, 'retried')), 'small');
  return button;
}
