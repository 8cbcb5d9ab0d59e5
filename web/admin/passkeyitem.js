// passkeyitem.js: one passkey in the console, with the actions that the role allows.

import { h } from '../elements/dom.js';
import { passkeyIcon } from '../elements/icon.js';
import { whereKey } from '../elements/kind.js';
import { personLink } from './names.js';

/** @typedef {import('./console.js').Console} Host */
/** @typedef {import('./passkeyaction.js').AdminPasskey} AdminPasskey */

/**
 * @param {Host} host @param {AdminPasskey} passkey @param {boolean} owned whether it is on its owner's page
 * @param {boolean} [staff] the owner has a role, so the passkey counts for changes only once it is old enough or confirmed
 * @returns {HTMLElement}
 */
export function passkeyItem(host, passkey, owned, staff = false) {
  /** @param {string} key */
  const words = (key) => host.text(`admin-passkey.${key}`);
  /** @param {string} key @param {Parameters<Host['fact']>[1]} value */
  const fact = (key, value) => host.fact(words(key), value);
  /** @param {string} text @param {string} [kind] */
  const badge = (text, kind = '') => h('span', { class: `badge ${kind}`, part: 'badge' }, text);
  const { attested } = passkey;
  const heading = host.heading(owned ? 2 : 1, passkey.name);
  heading.id = `passkey-${passkey.id}`;
  return h('li', { class: 'item', part: 'item', tabindex: '-1', 'aria-labelledby': heading.id },
    h('div', { class: 'headline' }, passkeyIcon(host, passkey), heading,
      badge(host.text(whereKey(passkey))),
      passkey.suspended && badge(words('suspended'), 'warning'),
      passkey.step_up_only && badge(words('second_only')),
      passkey.kept && badge(words('kept')),
      passkey.compromised && badge(words('compromised'), 'warning'),
      passkey.clone_warning && badge(words('clone_warning'), 'warning'),
      passkey.backup_flags_changed && badge(words('backup_flags'), 'warning'),
      staff && !passkey.counts && !passkey.suspended && badge(words('too_new'), 'warning')),
    h('dl', { class: 'facts' },
      fact(attested?.model ? 'model' : 'kept_by', attested?.name ?? passkey.provider?.name ?? (attested?.model && (attested.key_identifier ?? passkey.aaguid))),
      fact('attested', attested && `${attested.format}, ${words(`by_${attested.by}`)}`),
      fact('rp_id', passkey.rp_id),
      fact('created', host.when(passkey.created_at)),
      fact('confirmed', passkey.confirmed_at && host.when(passkey.confirmed_at)),
      fact('suspended_since', passkey.suspended_at && h('span', {}, host.when(passkey.suspended_at), ', ', host.sentence(`admin-passkey.cause_${passkey.suspension_cause}`) ?? passkey.suspension_cause)),
      fact('last_used', passkey.last_used_at ? host.when(passkey.last_used_at) : words('never')),
      !owned && fact('person', personLink(host, passkey.identity_id)),
      fact('id', h('span', { class: 'id' }, passkey.id))),
    host.may('revoke') && buttons(host, passkey, staff));
}

/** @param {Host} host @param {AdminPasskey} passkey @param {boolean} staff */
function buttons(host, passkey, staff) {
  /** @param {'suspend' | 'resume' | 'revoke' | 'confirm'} verb @param {string} [kind] */
  const button = (verb, kind = '') => {
    /** @type {HTMLElement} */
    const control = host.button(host.text(`admin-passkey.${verb}`), () => act(host, control, verb, passkey, staff), `small ${kind}`,
      { 'aria-label': host.text(`admin-passkey.${verb}_label`, { name: passkey.name }) });
    return control;
  };
  const confirmable = staff && !passkey.counts && !passkey.suspended && host.me?.role === 'admin' && host.me.actor.id !== passkey.identity_id;
  return h('div', { class: 'row' }, confirmable && button('confirm'), button(passkey.suspended ? 'resume' : 'suspend'), button('revoke', 'danger'));
}

/** Loads the dialogs on demand. @param {Host} host @param {HTMLElement} control @param {'suspend' | 'resume' | 'revoke' | 'confirm'} verb @param {AdminPasskey} passkey @param {boolean} staff */
async function act(host, control, verb, passkey, staff) {
  if (host.busy) return;
  const actions = await host.need(() => import('./passkeyaction.js'));
  await actions?.[verb](host, control, passkey, staff);
}
