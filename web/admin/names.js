// names.js: people by login name. Lists from the server name them by ID, and names are Kratos', so they are asked for page by
// page. Without an answer, the short ID remains.

import { h } from '../elements/dom.js';
import { routeTo } from './route.js';

/** @typedef {import('./console.js').Console} Host */

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const AT_ONCE = 100;

/** Looks up the people in a response. @param {Host} host @param {unknown} found */
export async function learn(host, found) {
  const ids = [...new Set(peopleIn(found))].filter((id) => !host.names.has(id));
  for (let i = 0; i < ids.length; i += AT_ONCE) {
    try {
      const { logins } = await host.client.get('/logins', { ids: ids.slice(i, i + AT_ONCE).join() });
      for (const { identity_id: id, login } of logins) host.names.set(id, login);
    } catch {
      return; // a list without names is better than none
    }
  }
}

/** The IDs of people, at any depth: affected ones, and those who acted. @param {unknown} value @returns {string[]} */
function peopleIn(value) {
  if (!value || typeof value !== 'object') return [];
  const { identity_id: id, kind, id: actor } = /** @type {Record<string, unknown>} */ (value);
  const own = [id, kind === 'identity' && actor].filter((one) => typeof one === 'string' && UUID.test(one));
  return [.../** @type {string[]} */ (own), ...Object.values(value).flatMap(peopleIn)];
}

/** @param {Host} host @param {string} id @returns {string} */
export const loginOf = (host, id) => host.names.get(id) ?? id.slice(0, 8);

/** A link to a person. @param {Host} host @param {string} id @param {string} [label] */
export function personLink(host, id, label) {
  return h('a', { class: !host.names.has(id) && 'id', href: routeTo('people', id), title: id, 'aria-label': label }, loginOf(host, id));
}

/** Who acted: "you", a person, or a kind with its ID. @param {Host} host @param {{kind: string, id?: string}} actor @param {(key: string) => string} words */
export function actorName(host, { kind, id = '' }, words) {
  if (host.me?.actor.kind === kind && host.me.actor.id === id) return words('you');
  if (kind === 'identity') return personLink(host, id);
  return h('span', {}, words(`by_${kind}`), ' ', h('span', { class: 'id' }, id));
}

/**
 * The ID of the person that someone typed, as an ID or as what the person signs in with.
 * @param {Host} host @param {string} text @returns {Promise<string | undefined>} undefined: nobody
 */
export async function whose(host, text) {
  if (UUID.test(text)) return text.toLowerCase();
  for (const [id, login] of host.names) if (login === text) return id;
  const { identities: [found] } = await host.client.get('/identities', { identifier: text });
  if (found) host.names.set(found.id, found.login);
  return found?.id;
}
