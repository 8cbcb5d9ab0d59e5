// kept.js: which passkeys Kratos keeps, copies of those in the list and others; which cannot sign in, and why; whose make was verified;
// and their domains, if there are several. Loaded on demand, because all of these are rare.

import { h } from './dom.js';

/** @typedef {import('./element.js').LatchkeyElement} Host */
/** @typedef {import('../sdk/types.js').Factor} Factor */

/** Does nothing without its sentences. @param {Host} host @param {import('../sdk/types.js').Passkey[]} passkeys @param {Factor[]} factors */
export async function draw(host, passkeys, factors) {
  const loaded = await host.loadSections(['kept']).then(() => true, () => false);
  const list = /** @type {HTMLElement | null | undefined} */ (host.shadowRoot?.querySelector('[part=list]'));
  if (!loaded || !list) return;
  const kept = factors.filter(({ added_at }) => added_at);
  const domains = passkeys.some(({ rp_id }) => rp_id !== passkeys[0].rp_id);
  for (const { id, rp_id, step_up_only, suspended, compromised, suspended_as_compromised, attested, provider, aaguid } of passkeys) {
    const facts = host.byId(`passkey-${id}`)?.querySelector('dl');
    const means = suspended_as_compromised ? 'passkeys.compromised_means' : suspended ? 'passkeys.suspended_means' : compromised && 'passkeys.marked_means';
    if (means) facts?.before(h('p', { class: 'notice' }, host.text(means)));
    if (step_up_only) facts?.before(h('p', { class: 'quiet' }, host.text('passkeys.second_only')));
    if (attested?.model) facts?.append(fact(host, 'model', h('bdi', {}, attested.name ?? provider?.name ?? attested.key_identifier ?? aaguid)));
    else if (attested) facts?.append(h('div', {}, h('dt', {}, host.text('kept.maker'))));
    if (domains) facts?.append(fact(host, 'domain', h('bdi', {}, rp_id)));
    if (kept.some(({ passkey_id }) => passkey_id === id)) facts?.before(h('p', { class: 'quiet', 'data-kept': true }, host.text('kept.copy')));
  }
  const asks = factors.some(({ held_by }) => held_by === 'latchkey'); // about those that are not confirmed
  const others = kept.filter(({ passkey_id, vouched }) => !passkey_id && (vouched || !asks));
  if (!others.length) return;
  const heading = host.heading(1, host.text('kept.heading'));
  heading.id = 'kept';
  list.hidden = false;
  list.append(h('li', { class: 'view' }, heading, h('p', { class: 'quiet' }, host.text('kept.lead')),
    h('ul', { class: 'list', 'aria-labelledby': heading.id }, ...others.map((factor) => item(host, factor)))));
}

/** @param {Host} host @param {string} key @param {Node} value */
const fact = (host, key, value) => h('div', {}, h('dt', {}, host.text(`kept.${key}`)), ' ', h('dd', {}, value));

/** @param {Host} host @param {Factor} factor */
function item(host, { kind, name, added_at }) {
  return h('li', { class: 'item' },
    h('div', { class: 'headline' }, h('strong', {}, h('bdi', {}, name || host.text(kind === 'webauthn' ? 'common.security_key' : 'kept.passkey')))),
    h('dl', { class: 'line quiet' }, fact(host, 'added', host.time(added_at ?? ''))));
}
