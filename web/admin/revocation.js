// revocation.js: the revocation of all passkeys that match a filter: the question, its progress and its approval.

import { h } from '../elements/dom.js';
import { filterFact } from './filterfact.js';
import { actorName, learn, loginOf } from './names.js';
import { routeTo } from './route.js';

export const sections = ['admin-revocation', 'admin-passkeys'];

/** @typedef {import('./console.js').Console} Host */
/** @typedef {{kind: string, id?: string}} Actor */
/**
 * @typedef {object} Revocation
 * @property {string} id
 * @property {'pending' | 'open' | 'done' | 'cancelled' | 'expired'} state
 * @property {Record<string, unknown>} filter
 * @property {string} authenticator
 * @property {string} reason
 * @property {Actor} requested_by
 * @property {string} requested_at
 * @property {Actor | null} decided_by
 * @property {string | null} expires_at
 * @property {string | null} ended_at
 * @property {string} failure
 * @property {boolean} end_sessions
 * @property {boolean} end_codes
 * @property {number} matched
 * @property {number} waiting
 * @property {number} revoked
 * @property {number} gone
 * @property {number} skipped
 * @property {number} failed
 */

/** @param {Host} host @param {string} key @param {Record<string, unknown>} [values] */
const words = (host, key, values) => host.text(`admin-revocation.${key}`, values);

/** @param {Host} host @param {Revocation} revocation @param {boolean} [alone] whether its passkeys are listed beside it @returns {HTMLElement} */
export function revocationItem(host, revocation, alone = false) {
  const { id, state, matched } = revocation;
  const heading = host.heading(1, words(host, 'title', { count: matched }));
  heading.id = `revocation-${id}`;
  return h('li', { class: 'item', part: 'item', tabindex: '-1', 'aria-labelledby': heading.id },
    h('div', { class: 'headline' }, heading, h('span', { class: `badge ${state === 'done' ? '' : 'warning'}`, part: 'badge' }, words(host, `state_${state}`))),
    h('p', {}, words(host, 'reason', { reason: revocation.reason })),
    revocation.failure && h('p', { class: 'notice' }, words(host, 'stuck')),
    h('dl', { class: 'facts' },
      host.fact(words(host, 'filter'), filterFact(host, revocation)),
      ...['waiting', 'revoked', 'gone', 'skipped', 'failed'].map((outcome) => {
        const count = revocation[/** @type {'waiting'} */ (outcome)];
        return host.fact(words(host, outcome), count > 0 && String(count));
      }),
      host.fact(words(host, 'requested_by'), actorName(host, revocation.requested_by)),
      host.fact(words(host, 'requested_at'), host.when(revocation.requested_at)),
      host.fact(words(host, 'approver'), revocation.decided_by && actorName(host, revocation.decided_by)),
      host.fact(words(host, 'expires'), state === 'pending' && revocation.expires_at && host.when(revocation.expires_at)),
      host.fact(words(host, 'ended'), revocation.ended_at && host.when(revocation.ended_at))),
    revocation.end_sessions && h('p', {}, words(host, 'end_sessions')),
    revocation.end_codes && h('p', {}, words(host, 'end_codes')),
    !alone && h('p', {}, h('a', { href: routeTo('revocations', id) }, words(host, 'show'))),
    (state === 'pending' || state === 'open') && host.may('revoke') && decision(host, revocation));
}

/** @param {Host} host @param {Revocation} revocation */
function decision(host, { id, state, matched, requested_by: asker }) {
  const own = host.me?.actor.kind === asker.kind && host.me.actor.id === asker.id, waits = state === 'pending';
  /** @type {HTMLElement} */
  const approve = host.button(words(host, 'approve'), async () => {
    if (host.busy) return;
    const { confirmed } = await import('../elements/confirm.js');
    const yes = await confirmed(host, { heading: words(host, 'approve_heading', { count: matched }), consequence: [words(host, 'lead'), words(host, 'notified')], action: words(host, 'approve'), keep: host.text('admin.keep') });
    if (yes) await host.change(approve, () => host.client.post(`/revocations/${id}/approve`, {}), () => words(host, 'begun'));
  }, 'small danger');
  /** @type {HTMLElement} */
  const cancel = host.button(words(host, waits ? 'cancel' : 'stop'), () => host.act(cancel, {
    about: id,
    heading: words(host, waits ? 'cancel_heading' : 'stop_heading'),
    consequence: [words(host, waits ? 'cancel_lead' : 'stop_lead')],
    action: words(host, waits ? 'cancel' : 'stop'),
  }, ({ reason }) => host.client.post(`/revocations/${id}/cancel`, { reason }), () => words(host, 'cancelled')), 'small');
  return h('div', { class: 'view' },
    own && waits && h('p', { class: 'quiet' }, words(host, 'own')),
    h('div', { class: 'row' }, !own && waits && approve, cancel));
}

/**
 * The button that revokes all that match: it counts them, shows the newest, and asks for the reason.
 * @param {Host} host @param {Record<string, string | boolean | undefined>} filter as the server takes it
 */
export function revokeAllButton(host, filter) {
  /** @type {HTMLElement} */
  const button = host.button(words(host, 'all'), async () => {
    /** @type {any} */
    let preview;
    const counted = await host.attempt(button, 'admin.loading', async () => {
      preview = await host.client.post('/revocation-preview', { filter });
      await learn(host, preview);
    });
    if (!counted || !preview) return;
    const { matched, limit, examples } = preview;
    if (matched === 0 || matched > limit) return host.say(words(host, matched ? 'too_many' : 'none', { limit }));
    const check = (/** @type {string} */ name, /** @type {boolean} */ checked) =>
      h('label', { class: 'check' }, h('input', { type: 'checkbox', name, checked }), words(host, `with_${name}`));
    await host.act(button, {
      about: JSON.stringify(filter),
      heading: words(host, 'all_heading', { count: matched }),
      consequence: [words(host, 'lead'), words(host, 'examples', { names: examples.map((/** @type {any} */ p) => `${p.name} (${loginOf(host, p.identity_id)})`).join(', ') }), words(host, 'spared'),
        (host.me?.reset_approvals ?? 1) > 1 && words(host, 'needs_approval'), words(host, 'notified')],
      use: words(host, 'reason_use'),
      action: words(host, 'all_action'),
      extra: [check('end_sessions', true), check('end_codes', false)],
    }, ({ reason, end_sessions, end_codes }) => host.client.post('/revocations', { filter, reason, expected: matched, end_sessions: end_sessions === 'on', end_codes: end_codes === 'on' }),
    (asked) => words(host, asked.state === 'pending' ? 'asked' : 'begun'));
  }, 'small danger');
  return button;
}
