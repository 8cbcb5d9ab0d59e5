// eventdetails.js: the technical details of an event. People and filters are as in the lists, other values as in the API; what a
// newer server adds has its own name.

import { h } from '../elements/dom.js';
import { filterFact } from './filterfact.js';
import { actorName } from './names.js';

export const sections = ['admin-eventdetails', 'admin-passkeys'];

/**
 * @typedef {object} AuditEvent
 * @property {string} id
 * @property {string} at
 * @property {string} type
 * @property {string | null} identity_id
 * @property {{kind: string, id?: string}} actor
 * @property {string | null} passkey_id
 * @property {string} request_id
 * @property {string} ip
 * @property {string} user_agent
 * @property {string} reason
 * @property {Record<string, unknown> | null} metadata
 */

/** @param {import('./console.js').Console} host @param {AuditEvent} event */
export function facts(host, event) {
  /** @param {string} key */
  const words = (key) => host.text(`admin-eventdetails.${key}`);
  /** @param {string | null | undefined} id */
  const code = (id) => id && h('span', { class: 'id' }, id);
  return h('dl', { class: 'facts' },
    host.fact(words('type'), code(event.type)),
    host.fact(words('actor'), event.actor.id && actorName(host, event.actor)),
    host.fact(words('passkey'), code(event.passkey_id)),
    host.fact(words('request'), code(event.request_id)),
    host.fact(words('browser'), event.user_agent),
    ...Object.entries(event.metadata ?? {}).map(([name, value]) => host.fact(host.sentence(`admin-eventdetails.of_${name}`) ?? name, valueOf(host, name, value))),
    host.fact(words('id'), code(event.id)));
}

/** @param {import('./console.js').Console} host @param {string} name @param {any} value */
function valueOf(host, name, value) {
  if (name === 'filter') return filterFact(host, { filter: value, authenticator: '' });
  return name === 'approver' ? actorName(host, value) : h('span', { class: 'id' }, plain(value));
}

/** Lists and objects, too, in one line. @param {any} value @returns {string} */
function plain(value) {
  if (Array.isArray(value)) return value.map(plain).join('; ');
  return value && typeof value === 'object' ? Object.entries(value).map(([name, one]) => `${name} ${plain(one)}`).join(', ') : String(value);
}
