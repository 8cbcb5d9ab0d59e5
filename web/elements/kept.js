// kept.js: which passkeys Kratos keeps: copies of those in the list, and others. Loaded on demand, because after a switch-over
// hardly anyone has any.

import { h } from './dom.js';

/** @typedef {import('./element.js').LatchkeyElement} Host with the sentences of "kept" */
/** @typedef {import('../sdk/types.js').Factor} Factor */

/** Says of each listed passkey whether Kratos has a copy. @param {Host} host @param {Factor[]} kept */
export function markCopies(host, kept) {
  for (const { passkey_id } of kept) {
    host.byId(`passkey-${passkey_id}`)?.querySelector('dl')?.before(h('p', { class: 'quiet', 'data-kept': true }, host.text('kept.copy')));
  }
}

/**
 * The others, apart from those about which there is a question.
 * @param {Host} host @param {Factor[]} kept @param {Factor[]} asked @returns {HTMLElement[]}
 */
export function others(host, kept, asked) {
  const listed = kept.filter((factor) => !factor.passkey_id && !asked.includes(factor));
  if (!listed.length) return [];
  const heading = host.heading(1, host.text('kept.heading'));
  heading.id = 'kept';
  return [heading, h('p', { class: 'quiet' }, host.text('kept.lead')),
    h('ul', { class: 'list', 'aria-labelledby': heading.id }, ...listed.map((factor) => item(host, factor)))];
}

/** @param {Host} host @param {Factor} factor */
function item(host, { kind, name, added_at, first_seen_at }) {
  return h('li', { class: 'item' },
    h('div', { class: 'headline' }, h('strong', {}, h('bdi', {}, name || host.text(kind === 'webauthn' ? 'common.security_key' : 'kept.passkey')))),
    h('dl', { class: 'line quiet' }, h('div', {}, h('dt', {}, host.text('kept.added')), ' ', h('dd', {}, host.time(added_at ?? first_seen_at ?? '')))));
}
