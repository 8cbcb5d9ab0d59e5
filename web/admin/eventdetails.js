// eventdetails.js: the technical details of an event. Their values are those of the API; what a newer server adds has its own name.

import { h } from '../elements/dom.js';

export const sections = ['admin-eventdetails'];

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
    host.fact(words('actor'), code(event.actor.id)),
    host.fact(words('passkey'), code(event.passkey_id)),
    host.fact(words('request'), code(event.request_id)),
    host.fact(words('browser'), event.user_agent),
    ...Object.entries(event.metadata ?? {}).map(([name, value]) => host.fact(host.sentence(`admin-eventdetails.of_${name}`) ?? name, code(typeof value === 'object' ? JSON.stringify(value) : String(value)))),
    host.fact(words('id'), code(event.id)));
}
