// names.js: people by login name, and admin keys by theirs. Lists from the server name them by ID, and login names are Kratos',
// so they are asked for page by page. Without an answer, the short ID remains.

import { breakable, h } from '../elements/dom.js';
import { routeTo } from './route.js';

/** @typedef {import('./console.js').Console} Host */

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const AT_ONCE = 100;

/** Looks up the people and admin keys in a response. @param {Host} host @param {unknown} found */
export async function learn(host, found) {
  const actors = actorsIn(found);
  await Promise.all([
    ask(host, 'ids', actors.filter(({ kind, id }) => kind === 'identity' && !host.names.has(id))),
    ask(host, 'key_ids', actors.filter(({ kind, id }) => kind === 'admin_key' && !host.keys.has(id))),
  ]);
}

/** Keys and people apart, so that without Kratos keys have their names. @param {Host} host @param {string} parameter @param {{id: string}[]} actors */
async function ask(host, parameter, actors) {
  const ids = [...new Set(actors.map(({ id }) => id))];
  for (let i = 0; i < ids.length; i += AT_ONCE) {
    try {
      const { logins, keys } = await host.client.get('/logins', { [parameter]: ids.slice(i, i + AT_ONCE).join() });
      for (const { identity_id: id, login } of logins) host.names.set(id, login);
      for (const { id, name } of keys) host.keys.set(id, name);
    } catch {
      return; // a list without names is better than none
    }
  }
}

/** At any depth: those affected, and those who acted. @param {unknown} value @returns {{kind: string, id: string}[]} */
function actorsIn(value) {
  if (!value || typeof value !== 'object') return [];
  const { identity_id: person, kind, id } = /** @type {Record<string, any>} */ (value);
  const own = [{ kind: 'identity', id: person }, { kind, id }].filter((actor) => UUID.test(actor.id));
  return [...own, ...Object.values(value).flatMap(actorsIn)];
}

/** @param {Host} host @param {string} id @returns {string} */
export const loginOf = (host, id) => host.names.get(id) ?? id.slice(0, 8);

/** A link to a person. @param {Host} host @param {string} id @param {string} [label] */
export function personLink(host, id, label) {
  return h('a', { class: !host.names.has(id) && 'id', href: routeTo('people', id), title: id, 'aria-label': label }, ...breakable(loginOf(host, id)));
}

/** Who acted: "you", a person, an admin key by name, or the operator. @param {Host} host @param {{kind: string, id?: string}} actor */
export function actorName(host, { kind, id = '' }) {
  if (host.me?.actor.kind === kind && host.me.actor.id === id) return host.text('admin.you');
  if (kind === 'identity') return personLink(host, id);
  if (kind === 'admin_key') return h('span', { title: id }, host.text('admin.by_admin_key', { name: keyName(host, id) }));
  return host.text('admin.by_operator');
}

/** @param {Host} host @param {string} id */
export const keyName = (host, id) => host.keys.get(id) ?? id.slice(0, 8);

/**
 * The ID of the person that someone typed, as an ID or as what the person signs in with. The server knows who that is; login names in
 * this tab may be out of date, or a trait that anyone may choose.
 * @param {Host} host @param {string} text @param {{proved?: boolean}} [must] be an address that the person has verified, if it is one
 * @returns {Promise<string | undefined>} undefined: there is none
 */
export async function whose(host, text, { proved } = {}) {
  if (UUID.test(text)) return text.toLowerCase();
  const { identities: [found] } = await host.client.get('/identities', { identifier: text });
  if (!found || proved && found.unverified) return undefined;
  host.names.set(found.id, found.login);
  return found.id;
}
