// resetaction.js: requests, approves and cancels a reset. Loaded on demand.

import { confirmed } from '../elements/confirm.js';
import { h } from '../elements/dom.js';

export const sections = ['admin-resetaction'];

/** @typedef {import('./console.js').Console} Host */
/** @typedef {{state: string}} Reset */

/** @param {Host} host @param {string} key @param {Record<string, unknown>} [values] */
const words = (host, key, values) => host.text(`admin-resetaction.${key}`, values);

/** @param {Host} host */
const consequences = (host) => [words(host, 'lead'), words(host, 'sessions'), words(host, 'afterwards'), host.text('admin.notified')];

/** @param {Host} host @param {Reset} reset */
const outcome = (host, { state }) => words(host, `now_${state}`);

/** @param {Host} host @param {HTMLElement} control @param {string} person */
export function ask(host, control, person) {
  const note = h('div', { class: 'field' },
    h('label', { for: 'approved_by' }, words(host, 'approved_by')),
    h('input', { id: 'approved_by', name: 'approved_by', type: 'text', maxlength: 500, autocomplete: 'off', part: 'input', 'aria-describedby': 'approved-by-use' }),
    h('p', { class: 'quiet', id: 'approved-by-use' }, words(host, 'approved_by_use')));
  const two = Number(host.me?.reset_approvals) > 1;
  return host.act(control, {
    about: person,
    heading: words(host, 'ask_heading'),
    consequence: [...consequences(host), two && words(host, 'two')],
    action: two ? words(host, 'ask_two') : host.text('admin-person.reset'),
    extra: two ? [] : [note],
  }, ({ reason, approved_by: by }) => host.client.post(`/identities/${person}/mfa-reset`, { reason, ...(by?.trim() && { approved_by: by.trim() }) }),
  (reset) => outcome(host, reset));
}

/** @param {Host} host @param {HTMLElement} control @param {string} id */
export async function approve(host, control, id) {
  const yes = await confirmed(host, { heading: words(host, 'approve_heading'), consequence: consequences(host), action: host.text('admin-reset.approve'), keep: host.text('admin.keep') });
  if (yes) await host.change(control, () => host.client.post(`/mfa-resets/${id}/approve`, {}), (reset) => outcome(host, reset));
}

/** @param {Host} host @param {HTMLElement} control @param {string} id */
export function cancel(host, control, id) {
  return host.act(control, {
    about: id,
    heading: words(host, 'cancel_heading'),
    consequence: [words(host, 'cancel_lead')],
    action: host.text('admin-reset.cancel'),
  }, ({ reason }) => host.client.post(`/mfa-resets/${id}/cancel`, { reason }), () => words(host, 'cancelled'));
}
