// events.js: one event of the audit log, with a readable name and its technical details.

import { breakable, h } from '../elements/dom.js';
import { keyName, loginOf, personLink } from './names.js';

/** @typedef {import('./console.js').Console} Host */
/** @typedef {import('./eventdetails.js').AuditEvent} AuditEvent */

/** Staff give reasons in their own words; those of the server are codes. @param {Host} host @param {AuditEvent} event */
function reasonOf(host, { type, actor, identity_id: person, reason }) {
  const staffs = actor.kind === 'admin_key' || (actor.kind === 'identity' && actor.id !== person);
  return staffs && type !== 'recovery_codes.ended' ? reason : host.sentence(`admin-events.because_${reason}`) ?? reason;
}

/** The readable name. @param {Host} host @param {string} type */
export function nameOf(host, type) {
  return host.sentence(`admin-events.${keyOf(type)}`) ?? type;
}

/** @param {string} type "passkey.registered" */
const keyOf = (type) => type.replaceAll('.', '_');

/** @param {Host} host @param {AuditEvent} event @param {boolean} owned whether it is on the user's page @returns {HTMLElement} */
export function eventItem(host, event, owned) {
  /** @param {string} key @param {Record<string, unknown>} [values] */
  const words = (key, values) => host.text(`admin-events.${key}`, values);
  const { actor } = event;
  const by = event.identity_id && actor.id === event.identity_id ? words('by_person')
    : actor.kind === 'identity' && host.names.has(actor.id ?? '') ? words('by_name', { login: loginOf(host, actor.id ?? '') }) : words(`by_${actor.kind}`, { name: keyName(host, actor.id ?? '') });
  return h('li', { tabindex: '-1' },
    h('p', {}, h('strong', {}, nameOf(host, event.type))),
    h('p', { class: 'quiet' }, host.when(event.at), ' · ', ...breakable(by), event.ip && ` · ${event.ip}`),
    !owned && event.identity_id && h('p', {}, personLink(host, event.identity_id, words('person_link', { id: loginOf(host, event.identity_id) }))),
    event.reason && h('p', {}, words('reason', { reason: reasonOf(host, event) })),
    details(host, event));
}

/** Few are opened, so what they contain is loaded on demand. @param {Host} host @param {AuditEvent} event */
function details(host, event) {
  const filled = () => element.children.length > 1;
  const element = h('details', { ontoggle: async () => {
    if (!element.open || filled()) return;
    const module = await host.need(() => import('./eventdetails.js'));
    if (module && !filled()) element.append(module.facts(host, event));
  } }, h('summary', {}, host.text('admin-events.more')));
  return element;
}
