// keys.js: admin keys: list, create (shown once) and revoke.

import { confirmed } from '../elements/confirm.js';
import { h } from '../elements/dom.js';
import { startOf } from './filter.js';
import { keyName } from './names.js';
import { showOnce } from './once.js';
import { routeTo } from './route.js';

export const sections = ['admin-keys'];

/** @typedef {import('./console.js').Console} Host */
/**
 * @typedef {{id: string, name: string, scopes: string[], created_at: string, expires_at: string | null, revoked_at: string | null, last_used_at: string | null,
 *   owner: {identity_id: string, login: string} | null, creator: {kind: string, id?: string} | null}} Key */

const SCOPES = ['read', 'export', 'revoke', 'reset', 'keys'];

/** @param {Host} host */
export async function draw(host) {
  const body = h('div', { class: 'view' });
  host.show({ heading: host.text('admin-keys.heading'), lead: host.text('admin-keys.lead'), body: [body] });
  const found = await host.load(() => host.client.get('/keys'));
  if (!found) return;
  for (const { id, name } of found.keys) host.keys.set(id, name);
  const list = h('ul', { class: 'list', part: 'list', 'aria-label': host.text('admin-keys.heading') }, ...found.keys.map((/** @type {Key} */ key) => keyItem(host, key)));
  body.append(found.keys.length ? list : h('p', { class: 'quiet' }, host.text('admin-keys.none')), newKey(host));
}

/** @param {Host} host @param {Key} key */
function keyItem(host, key) {
  const { name } = key;
  const state = key.revoked_at ? 'revoked' : key.expires_at && new Date(key.expires_at) <= new Date() ? 'expired' : '';
  const heading = host.heading(1, name);
  heading.id = `key-${key.id}`;
  const revoke = host.button(host.text('admin-keys.revoke'), async () => {
    if (host.busy) return;
    const yes = await confirmed(host, {
      heading: host.text('admin-keys.revoke_heading', { name }),
      consequence: [host.text('admin-keys.revoke_lead')],
      action: host.text('admin-keys.revoke'),
      keep: host.text('admin.keep'),
    });
    if (yes) await host.change(revoke, () => host.client.remove(`/keys/${key.id}`), () => host.text('admin-keys.revoke_done', { name }));
  }, 'small danger', { 'aria-label': host.text('admin-keys.revoke_label', { name }) });
  return h('li', { class: 'item', part: 'item', 'aria-labelledby': heading.id },
    h('div', { class: 'headline' }, heading, state && h('span', { class: 'badge warning', part: 'badge' }, host.text(`admin-keys.${state}`))),
    h('dl', { class: 'facts' },
      host.fact(host.text('admin-keys.scopes'), key.scopes.map((scope) => host.sentence(`admin-keys.may_${scope}`) ?? scope).join(', ')),
      host.fact(host.text('admin-keys.owner'), key.owner ? h('a', { href: routeTo('people', key.owner.identity_id) }, key.owner.login || key.owner.identity_id) : host.text('admin-keys.operator')),
      host.fact(host.text('admin-keys.created'), host.when(key.created_at)),
      host.fact(host.text('admin-keys.creator'), key.creator?.kind === 'admin_key' && h('span', { title: key.creator.id }, keyName(host, key.creator.id ?? ''))),
      host.fact(host.text('admin-keys.last_used'), key.last_used_at ? host.when(key.last_used_at) : host.text('admin-keys.unused')),
      host.fact(host.text('admin-keys.expires'), key.expires_at ? host.when(key.expires_at) : host.text('admin-keys.never')),
      host.fact(host.text('admin-keys.id'), h('span', { class: 'id' }, key.id))),
    !state && h('div', { class: 'row' }, revoke));
}

/** @param {Host} host */
function newKey(host) {
  const name = h('input', { id: 'name', name: 'name', type: 'text', maxlength: 64, autocomplete: 'off', part: 'input', 'aria-describedby': 'key-fault' });
  const expires = h('input', { id: 'expires', name: 'expires', type: 'date', part: 'input' });
  const boxes = SCOPES.filter((scope) => host.may(scope)).map((scope) =>
    h('label', { class: 'check' }, h('input', { type: 'checkbox', name: 'scope', value: scope }), host.text(`admin-keys.scope_${scope}`)));
  const fault = h('p', { id: 'key-fault', class: 'fault', role: 'alert' });
  const submit = h('button', { type: 'submit', class: 'primary', part: 'button primary' }, host.text('admin-keys.make'));
  const form = h('form', { onsubmit: (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const scopes = new FormData(form).getAll('scope');
    fault.textContent = !name.value.trim() ? host.text('admin-keys.name_missing') : scopes.length ? '' : host.text('admin-keys.scope_missing');
    if (fault.textContent) return (name.value.trim() ? form.elements.scope[0] ?? name : name).focus();
    return host.change(submit,
      () => host.client.post('/keys', { name: name.value.trim(), scopes, ...(expires.value && { expires_at: startOf(expires.value, 1) }) }),
      (made) => {
        showOnce(host, { heading: host.text('admin-keys.once_heading', { name: made.name }), lead: [host.text('admin-keys.once_lead')], secret: made.key });
        return host.text('admin-keys.made', { name: made.name });
      });
  } },
  h('div', { class: 'fields' },
    h('div', { class: 'field' }, h('label', { for: 'name' }, host.text('admin-keys.name')), name),
    h('div', { class: 'field' }, h('label', { for: 'expires' }, host.text('admin-keys.expires_on')), expires)),
  h('fieldset', {}, h('legend', {}, host.text('admin-keys.scopes')), ...boxes),
  fault,
  h('div', { class: 'row' }, submit));
  return host.chapter(host.text('admin-keys.new'), form);
}
