// passkeyaction.js: what staff do about a passkey: suspend, reactivate, revoke and confirm it. Loaded on demand.

import { h } from '../elements/dom.js';
import { outcome } from './madekeys.js';

export const sections = ['admin-action', 'admin-madekeys'];

/** @typedef {import('./console.js').Console} Host */
/** @typedef {import('../sdk/types.js').Passkey & {identity_id: string, sign_count: number, confirmed_at: string | null, counts: boolean, backup_flags_changed: boolean, suspension_cause: string, suspended_at: string | null, kept?: boolean}} AdminPasskey */

/** @param {Host} host @param {HTMLElement} control @param {AdminPasskey} passkey @param {boolean} staff the owner has a role */
export function revoke(host, control, { id, name }, staff) {
  const sessions = h('label', { class: 'check' }, h('input', { type: 'checkbox', name: 'end_sessions', checked: true }), host.text('admin-action.end_sessions'));
  return host.act(control, {
    about: id,
    heading: host.text('admin-action.revoke_heading', { name }),
    consequence: [host.text('admin-action.revoke_lead'), staff && host.text('admin-action.keys_stay'), host.text('admin.notified')],
    action: host.text('admin-passkey.revoke'),
    extra: [sessions, stolen(host)],
  }, ({ reason, end_sessions, end_codes }) => host.client.post(`/passkeys/${id}/revoke`, { reason, end_sessions: end_sessions === 'on', end_codes: end_codes === 'on' }),
  (result) => result.kind ? waits(host) : outcome(host, host.text(`admin-action.revoked_${result.sessions}`, { name }), result));
}

/** Whether the recovery codes end as well. Off by default: after a loss, they may be the only way back. @param {Host} host */
function stolen(host) {
  return h('div', {},
    h('label', { class: 'check' }, h('input', { type: 'checkbox', name: 'end_codes', 'aria-describedby': 'stolen-use' }), host.text('admin-action.stolen')),
    h('p', { class: 'quiet under', id: 'stolen-use' }, host.text('admin-action.stolen_use')));
}

/** Where two admins are required, the response for a last passkey is an approval request. @param {Host} host */
const waits = (host) => host.text('admin-passkey.waits');

/** @param {Host} host @param {HTMLElement} control @param {AdminPasskey} passkey */
export function confirm(host, control, { id, name }) {
  return host.act(control, {
    about: id,
    heading: host.text('admin-action.confirm_heading', { name }),
    consequence: [host.text('admin-action.confirm_lead'), host.text('admin.notified')],
    action: host.text('admin-passkey.confirm'),
  }, ({ reason }) => host.client.post(`/passkeys/${id}/confirm`, { reason }), () => host.text('admin-action.confirm_done', { name }));
}

/** @param {Host} host @param {HTMLElement} control @param {AdminPasskey} passkey @param {boolean} staff the owner has a role */
export function suspend(host, control, { id, name }, staff) {
  return host.act(control, {
    about: id,
    heading: host.text('admin-action.suspend_heading', { name }),
    consequence: [host.text('admin-action.suspend_lead'), staff && host.text('admin-action.keys_stay'), host.text('admin.notified')],
    action: host.text('admin-passkey.suspend'),
    extra: [stolen(host)],
  }, ({ reason, end_codes }) => host.client.post(`/passkeys/${id}/suspend`, { reason, end_codes: end_codes === 'on' }), (result) => result.kind ? waits(host)
    : outcome(host, host.text(result.sessions === 'pending' ? 'admin-action.suspend_pending' : 'admin-action.suspend_done', { name }), result));
}

/** @param {Host} host @param {HTMLElement} control @param {AdminPasskey} passkey */
export function resume(host, control, { id, name, clone_warning: cloned }) {
  return host.act(control, {
    about: id,
    heading: host.text('admin-action.resume_heading', { name }),
    consequence: [host.text('admin-action.resume_lead'), cloned && host.text('admin-action.resume_clone')],
    action: host.text('admin-passkey.resume'),
  }, ({ reason }) => host.client.post(`/passkeys/${id}/resume`, { reason }), () => host.text('admin-action.resume_done', { name }));
}
