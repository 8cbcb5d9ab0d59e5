// passkeyitem.js: one passkey in the list, with buttons to rename and remove it.

import { h } from './dom.js';
import { passkeyIcon } from './icon.js';
import { whereKey } from './kind.js';
import { moment } from './moment.js';
import { usedHere } from './usedhere.js';

/** @typedef {import('./element.js').LatchkeyElement} Host */
/** @typedef {import('../sdk/types.js').OwnPasskey} Passkey */

/**
 * @param {Host} host @param {Passkey} passkey
 * @param {{rename: (control: HTMLElement, name: string) => void, remove: (control: HTMLElement) => void}} actions
 * @returns {HTMLElement}
 */
export function passkeyItem(host, passkey, actions) {
  const { name } = passkey;
  const heading = host.heading(1, h('bdi', {}, name));
  heading.id = `name-${passkey.id}`;
  const rename = host.button(host.text('passkeys.rename'), () => edit(), 'small plain',
    { 'data-rename': true, 'aria-label': host.text('passkeys.rename_label', { name }) });
  const remove = host.button(host.text('passkeys.remove'), () => actions.remove(remove), 'small plain',
    { 'data-remove': true, 'aria-label': host.text('passkeys.remove_label', { name }) });
  const buttons = h('div', { class: 'row' }, rename, remove);
  const item = h('li', { id: `passkey-${passkey.id}`, class: 'item passkey', part: 'item', 'aria-labelledby': heading.id },
    h('div', { class: 'headline' }, passkeyIcon(host, passkey), heading, ...badges(host, passkey)),
    facts(host, passkey),
    buttons);

  async function edit() {
    const loaded = await host.fetched(import('./renameform.js'), 'passkeychange').catch((error) => host.fail(error));
    if (!loaded || !buttons.isConnected) return;
    const form = loaded.renameForm(host, name, {
      close: () => { form.replaceWith(buttons); rename.focus(); },
      save: (control, wanted) => actions.rename(control, wanted),
    });
    buttons.replaceWith(form);
    form.elements.name.select();
    form.elements.name.focus();
  }
  return item;
}

/** @param {Host} host @param {Passkey} passkey @returns {HTMLElement[]} */
function badges(host, passkey) {
  /** @param {string} key @param {string} [kind] */
  const badge = (key, kind = '') => h('span', { class: `badge ${kind}`, part: 'badge' }, host.text(key));
  return [
    host.text(whereKey(passkey)) !== passkey.name && badge(whereKey(passkey)), // "Security key" once is enough
    usedHere(passkey.id) && badge('passkeys.used_here', 'here'),
    passkey.suspended && badge('passkeys.suspended', 'warning'),
  ].filter(Boolean);
}

/** One line: when it was created and with what, and when it was last used and with what. @param {Host} host @param {Passkey} passkey */
function facts(host, passkey) {
  const provider = passkey.provider?.name, device = passkey.last_used_with;
  /** @param {string} key @param {(Node | string)[]} value */
  const fact = (key, ...value) => h('div', {}, h('dt', {}, host.text(key)), ' ', h('dd', {}, ...value));
  return h('dl', { class: 'line quiet' },
    fact('passkeys.created', host.time(passkey.created_at),
      provider && provider !== passkey.name && !passkey.attested?.model ? ` · ${host.text('passkeys.kept_by', { provider })}` : ''),
    passkey.last_used_at
      ? fact('passkeys.last_used', moment(host, passkey.last_used_at), device ? ` · ${host.text('passkeys.browser', { ...device })}` : '')
      : h('div', {}, h('dt', {}, host.text('passkeys.never'))));
}

/**
 * Those that can sign in: no second factors, and usable, as far as the standing is known.
 * @param {Passkey[]} passkeys @param {import('../sdk/types.js').Standing} [standing]
 */
export const signingIn = (passkeys, standing) => passkeys.filter(({ id, suspended, step_up_only }) =>
  !suspended && !step_up_only && (standing?.factors.some((factor) => factor.id === id) ?? true));

/** Below that, the limit is of no interest. @param {number} count @param {number} limit */
export const nearLimit = (count, limit) => count >= limit * 0.75;

/**
 * This browser's passkeys first, then by their last use.
 * @template {Passkey} T @param {T[]} passkeys @returns {T[]}
 */
export function inOrder(passkeys) {
  const used = (/** @type {Passkey} */ { last_used_at, created_at }) => Date.parse(last_used_at ?? created_at);
  return [...passkeys].sort((a, b) => Number(usedHere(b.id)) - Number(usedHere(a.id)) || used(b) - used(a));
}
