// revocationdetail.js: one revocation of all passkeys that match a filter, with these passkeys and why some were not revoked.

import { h } from '../elements/dom.js';
import { filterForm } from './filter.js';
import { pagedList } from './list.js';
import { learn, personLink } from './names.js';
import { revocationItem } from './revocation.js';
import { routeTo } from './route.js';

export const sections = ['admin-revocationdetail', 'admin-revocation', 'admin-passkeys'];

/** @typedef {import('./console.js').Console} Host */
/** @typedef {{passkey_id: string, identity_id: string, name: string, outcome: string, cause: string, at: string | null}} Passkey */

const PAGE = '50';
const OUTCOMES = ['waiting', 'revoked', 'gone', 'skipped', 'failed'];

/** @param {Host} host @param {string} key */
const words = (host, key) => host.text(`admin-revocationdetail.${key}`);

/** @param {Host} host @param {string} outcome */
const outcomeOf = (host, outcome) => host.text(`admin-revocation.${outcome}`);

/** @param {Host} host @param {string} cause */
const causeOf = (host, cause) => host.sentence(`admin-revocationdetail.cause_${cause}`) ?? cause;

/** @param {Host} host @param {import('./route.js').Route} route */
export async function draw(host, route) {
  const path = `/revocations/${encodeURIComponent(route.id)}`;
  const heading = words(host, 'heading');
  host.show({ heading });
  const found = await host.load(async () => {
    const revocation = await host.client.get(path);
    await learn(host, revocation);
    return revocation;
  });
  if (!found) return;
  const form = filterForm(host, route, [{ name: 'outcome', label: words(host, 'outcome'), options: OUTCOMES.map((outcome) => [outcome, outcomeOf(host, outcome)]) }]);
  host.show({ heading, body: [
    h('p', {}, h('a', { href: routeTo('revocations') }, words(host, 'back'))),
    h('ul', { class: 'list' }, revocationItem(host, found, true)), causes(host, found.causes ?? []), form] });
  const list = await host.load(() => pagedList(host, {
    label: words(host, 'passkeys'),
    none: words(host, 'none'),
    fetch: async (token) => {
      const { passkeys, next_page_token } = await host.client.get(`${path}/passkeys`, { ...route.filter, page_size: PAGE, page_token: token });
      return { rows: passkeys, next: next_page_token };
    },
    item: (passkey) => item(host, passkey),
  }));
  if (list) form.after(list);
}

/** Why some were not revoked, and how many. @param {Host} host @param {{outcome: string, cause: string, count: number}[]} found */
function causes(host, found) {
  return found.length > 0 && host.chapter(words(host, 'causes'), h('ul', {}, ...found.map(({ outcome, cause, count }) =>
    h('li', {}, `${outcomeOf(host, outcome)} (${count}): ${causeOf(host, cause)}`))));
}

/** @param {Host} host @param {Passkey} passkey */
function item(host, { passkey_id: id, identity_id: person, name, outcome, cause, at }) {
  const heading = host.heading(1, name);
  heading.id = `passkey-${id}`;
  return h('li', { class: 'item', part: 'item', tabindex: '-1', 'aria-labelledby': heading.id },
    h('div', { class: 'headline' }, heading, h('span', { class: `badge ${cause ? 'warning' : ''}`, part: 'badge' }, outcomeOf(host, outcome))),
    cause && h('p', {}, causeOf(host, cause)),
    h('dl', { class: 'facts' },
      host.fact(words(host, 'person'), personLink(host, person)),
      host.fact(words(host, 'at'), at && host.when(at)),
      host.fact(words(host, 'id'), h('span', { class: 'id' }, id))));
}
