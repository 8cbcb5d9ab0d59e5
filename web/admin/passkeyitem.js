// passkeyitem.js: one passkey in the console, with the actions that the role allows.

import { h } from '../elements/dom.js';
import { providerIcon } from '../elements/icon.js';
import { routeTo } from './route.js';

/** @typedef {import('./console.js').Console} Host */
/** @typedef {import('../sdk/types.js').Passkey & {identity_id: string, sign_count: number, confirmed_at: string | null, counts: boolean}} AdminPasskey */

/**
 * @param {Host} host @param {AdminPasskey} passkey @param {boolean} owned shown on its owner's page
 * @param {boolean} [staff] the owner has a role, so the passkey counts for changes only once it is old enough or confirmed
 * @returns {HTMLElement}
 */
export function passkeyItem(host, passkey, owned, staff = false) {
  /** @param {string} key */
  const words = (key) => host.text(`admin-passkey.${key}`);
  /** @param {string} text @param {string} [kind] */
  const badge = (text, kind = '') => h('span', { class: `badge ${kind}`, part: 'badge' }, text);
  const heading = host.heading(owned ? 2 : 1, passkey.name);
  heading.id = `passkey-${passkey.id}`;
  return h('li', { class: 'item', part: 'item', tabindex: '-1', 'aria-labelledby': heading.id },
    h('div', { class: 'headline' }, providerIcon(host, passkey.provider), heading,
      badge(host.text(passkey.synced ? 'common.synced' : 'common.device_only')),
      passkey.suspended && badge(words('suspended'), 'warning'),
      passkey.clone_warning && badge(words('clone_warning'), 'warning'),
      staff && !passkey.counts && !passkey.suspended && badge(words('too_new'), 'warning')),
    h('dl', { class: 'facts' },
      host.fact(words('kept_by'), passkey.provider?.name),
      host.fact(words('rp_id'), passkey.rp_id),
      host.fact(words('created'), host.when(passkey.created_at)),
      host.fact(words('confirmed'), passkey.confirmed_at && host.when(passkey.confirmed_at)),
      host.fact(words('last_used'), passkey.last_used_at ? host.when(passkey.last_used_at) : words('never')),
      !owned && host.fact(words('person'), h('a', { class: 'id', href: routeTo('people', passkey.identity_id) }, passkey.identity_id)),
      host.fact(words('id'), h('span', { class: 'id' }, passkey.id))),
    host.may('revoke') && buttons(host, passkey, staff));
}

/** @param {Host} host @param {AdminPasskey} passkey @param {boolean} staff */
function buttons(host, passkey, staff) {
  const { name, id } = passkey;
  /** @param {string} verb @param {string} [kind] */
  const button = (verb, kind = '') => h('button', { type: 'button', class: `small ${kind}`, part: 'button', 'aria-label': host.text(`admin-passkey.${verb}_label`, { name }) },
    host.text(`admin-passkey.${verb}`));
  const pause = button(passkey.suspended ? 'resume' : 'suspend');
  pause.addEventListener('click', () => passkey.suspended ? resume(host, pause, passkey) : suspend(host, pause, passkey));
  const revoke = button('revoke', 'danger');
  revoke.addEventListener('click', () => {
    const sessions = h('label', { class: 'check' }, h('input', { type: 'checkbox', name: 'end_sessions', checked: true }), host.text('admin-passkey.end_sessions'));
    return host.act(revoke, {
      about: id,
      heading: host.text('admin-passkey.revoke_heading', { name }),
      consequence: [host.text('admin-passkey.revoke_lead'), host.text('admin.notified')],
      action: host.text('admin-passkey.revoke'),
      extra: [sessions],
    }, ({ reason, end_sessions }) => host.client.post(`/passkeys/${id}/revoke`, { reason, end_sessions: end_sessions === 'on' }),
    ({ sessions: ended, kind }) => kind ? waits(host) : host.text(`admin-passkey.revoked_${ended}`, { name }));
  });
  const confirm = staff && !passkey.counts && host.me?.role === 'admin' && host.me.actor.id !== passkey.identity_id && button('confirm');
  if (confirm) confirm.addEventListener('click', () => confirmPasskey(host, confirm, passkey));
  return h('div', { class: 'row' }, confirm, pause, revoke);
}

/** Where two admins are required, the response for a last passkey is an approval request. @param {Host} host */
const waits = (host) => host.text('admin-passkey.waits');

/** @param {Host} host @param {HTMLElement} control @param {AdminPasskey} passkey */
function confirmPasskey(host, control, { id, name }) {
  return host.act(control, {
    about: id,
    heading: host.text('admin-passkey.confirm_heading', { name }),
    consequence: [host.text('admin-passkey.confirm_lead'), host.text('admin.notified')],
    action: host.text('admin-passkey.confirm'),
  }, ({ reason }) => host.client.post(`/passkeys/${id}/confirm`, { reason }), () => host.text('admin-passkey.confirm_done', { name }));
}

/** @param {Host} host @param {HTMLElement} control @param {AdminPasskey} passkey */
function suspend(host, control, { id, name }) {
  return host.act(control, {
    about: id,
    heading: host.text('admin-passkey.suspend_heading', { name }),
    consequence: [host.text('admin-passkey.suspend_lead'), host.text('admin.notified')],
    action: host.text('admin-passkey.suspend'),
  }, ({ reason }) => host.client.post(`/passkeys/${id}/suspend`, { reason }), ({ sessions, kind }) => kind ? waits(host)
    : host.text(sessions === 'pending' ? 'admin-passkey.suspend_pending' : 'admin-passkey.suspend_done', { name }));
}

/** @param {Host} host @param {HTMLElement} control @param {AdminPasskey} passkey */
function resume(host, control, { id, name, clone_warning: cloned }) {
  return host.act(control, {
    about: id,
    heading: host.text('admin-passkey.resume_heading', { name }),
    consequence: [host.text('admin-passkey.resume_lead'), cloned && host.text('admin-passkey.resume_clone')],
    action: host.text('admin-passkey.resume'),
  }, ({ reason }) => host.client.post(`/passkeys/${id}/resume`, { reason }), () => host.text('admin-passkey.resume_done', { name }));
}
