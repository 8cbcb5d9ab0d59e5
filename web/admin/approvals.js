// approvals.js: requests that need a second admin: resets, codes, revoking or suspending a last passkey, and revoking all that
// match a filter.

import { h } from '../elements/dom.js';
import { filterForm } from './filter.js';
import { filterFact } from './filterfact.js';
import { pagedList } from './list.js';
import { outcome } from './madekeys.js';
import { actorName, personLink } from './names.js';
import { showCode } from './once.js';
import { resetItem } from './reset.js';
import { routeTo } from './route.js';

export const sections = ['admin-approvals', 'admin-reset', 'admin-code', 'admin-madekeys', 'admin-passkeys'];

/** @typedef {import('./console.js').Console} Host */
/** @typedef {{kind: string, id?: string}} Actor */
/**
 * @typedef {object} Approval
 * @property {string} id
 * @property {string} kind
 * @property {string | null} identity_id null for a revocation of all that match a filter
 * @property {string | null} passkey_id
 * @property {'pending' | 'approved' | 'done' | 'cancelled' | 'expired'} state
 * @property {string} reason
 * @property {Actor} requested_by
 * @property {string} requested_at
 * @property {Actor | null} decided_by
 * @property {string | null} expires_at
 * @property {boolean} [end_sessions]
 * @property {boolean} [end_codes]
 * @property {import('./reset.js').Reset} [reset]
 * @property {{matched: number, filter: Record<string, unknown>, authenticator: string}} [revocation]
 */

const PAGE = '25';

/** @param {Host} host @param {string} key @param {Record<string, unknown>} [values] */
const words = (host, key, values) => host.text(`admin-approvals.${key}`, values);

/** @param {Host} host @param {import('./route.js').Route} route */
export async function draw(host, route) {
  const form = filterForm(host, route, [{ name: 'identity_id', label: host.text('admin.person'), kind: 'person' }]);
  host.show({ heading: words(host, 'heading'), lead: words(host, 'lead'), body: [form] });
  const list = await host.load(() => pagedList(host, {
    label: words(host, 'heading'),
    none: words(host, 'none'),
    fetch: async (token) => {
      const { approvals, next_page_token } = await host.client.get('/approvals', { ...route.filter, page_size: PAGE, page_token: token });
      return { rows: approvals, next: next_page_token };
    },
    item: (/** @type {Approval} */ approval) => approval.reset ? resetItem(host, approval.reset, false) : item(host, approval),
  }));
  if (list) form.after(list);
}

/** @param {Host} host @param {Approval} approval @returns {HTMLElement} */
function item(host, approval) {
  const heading = host.heading(1, words(host, `kind_${approval.kind}`));
  heading.id = `approval-${approval.id}`;
  return h('li', { class: 'item', part: 'item', tabindex: '-1', 'aria-labelledby': heading.id },
    h('div', { class: 'headline' }, heading, h('span', { class: 'badge warning', part: 'badge' }, words(host, `state_${approval.state}`))),
    h('p', {}, words(host, 'reason', { reason: approval.reason })),
    h('dl', { class: 'facts' },
      host.fact(words(host, 'person'), approval.identity_id && personLink(host, approval.identity_id)),
      host.fact(words(host, 'passkey'), approval.passkey_id && h('span', { class: 'id' }, approval.passkey_id)),
      host.fact(words(host, 'matched'), approval.revocation && h('a', { href: routeTo('revocations', approval.id) }, String(approval.revocation.matched))),
      host.fact(words(host, 'filter'), approval.revocation && filterFact(host, approval.revocation)),
      host.fact(words(host, 'requested_by'), actorName(host, approval.requested_by)),
      host.fact(words(host, 'requested_at'), host.when(approval.requested_at)),
      host.fact(words(host, 'approver'), approval.decided_by && actorName(host, approval.decided_by)),
      host.fact(words(host, 'expires'), approval.expires_at && host.when(approval.expires_at))),
    approval.end_sessions && h('p', {}, words(host, approval.revocation ? 'end_sessions_many' : 'end_sessions')),
    approval.end_codes && h('p', {}, words(host, approval.revocation ? 'end_codes_many' : 'end_codes')),
    decision(host, approval));
}

/** @param {Host} host @param {Actor} actor */
const mine = (host, { kind, id }) => host.me?.actor.kind === kind && host.me.actor.id === id;

/** Requesters cannot approve their own requests, and only they see the code; the server enforces both. @param {Host} host @param {Approval} approval */
function decision(host, { id, kind, identity_id: person, passkey_id: passkey, state, requested_by: asker, end_sessions: sessions, end_codes: codes }) {
  const own = mine(host, asker), me = host.me?.actor.id === person, many = kind === 'bulk_revocation', code = !passkey && !many;
  if (me || !host.may(code ? 'reset' : 'revoke')) return null;
  /** @type {HTMLElement} */
  const approve = host.button(words(host, 'approve'), async () => {
    if (host.busy) return;
    const { confirmed } = await import('../elements/confirm.js');
    const yes = await confirmed(host, {
      heading: words(host, 'approve_heading', { what: words(host, `kind_${kind}`) }),
      consequence: [words(host, `lead_${kind}`), sessions && words(host, many ? 'end_sessions_many' : 'end_sessions'), codes && words(host, many ? 'end_codes_many' : 'end_codes'), many ? words(host, 'notified_many') : host.text('admin.notified')],
      action: words(host, 'approve'),
      keep: host.text('admin.keep'),
    });
    if (yes) await host.change(approve, () => host.client.post(`/approvals/${id}/approve`, {}), (done) => passkey ? outcome(host, words(host, 'carried_out'), done) : words(host, many ? 'begun' : 'collectable'));
  }, 'small danger');
  /** @type {HTMLElement} */
  const collect = host.button(words(host, 'collect'), () => host.change(collect, () => host.client.post(`/approvals/${id}/collect`, {}), (made) => {
    showCode(host, made);
    return host.text('admin-code.code_made');
  }), 'small primary');
  /** @type {HTMLElement} */
  const cancel = host.button(words(host, 'cancel'), () => host.act(cancel, {
    about: id,
    heading: words(host, 'cancel_heading'),
    consequence: [words(host, 'cancel_lead')],
    action: words(host, 'cancel'),
  }, ({ reason }) => host.client.post(`/approvals/${id}/cancel`, { reason }), () => words(host, 'cancelled')), 'small');
  const waits = state === 'pending';
  return h('div', { class: 'view' },
    own && waits && h('p', { class: 'quiet' }, words(host, 'own')),
    !own && !waits && code && h('p', { class: 'quiet' }, words(host, 'theirs')),
    h('div', { class: 'row' }, !own && (waits || passkey) && approve, own && !waits && code && collect, cancel));
}
