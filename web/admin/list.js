// list.js: a paged list, newest first. "Show more" appends the next page.

import { h } from '../elements/dom.js';
import { learn } from './names.js';

/** @typedef {import('./console.js').Console} Host */

/**
 * @template T
 * @param {Host} host
 * @param {{label: string, none: string, fetch: (token?: string) => Promise<{rows: T[], next?: string}>, item: (row: T) => HTMLElement}} about
 *   item makes a focusable <li>
 * @returns {Promise<HTMLElement>} with its first page
 */
export async function pagedList(host, { label, none, fetch, item }) {
  const list = h('ul', { class: 'list', part: 'list', 'aria-label': label });
  const more = host.button(host.text('admin.more'), () => host.attempt(more, 'admin.loading', () => add(next)), 'small');
  /** @type {string | undefined} */
  let next;
  const add = async (/** @type {string | undefined} */ token) => {
    const page = await fetch(token);
    await learn(host, page.rows);
    const items = page.rows.map(item);
    list.append(...items);
    next = page.next;
    more.hidden = !next;
    if (token) items[0]?.focus(); // the button moved or disappeared
  };
  await add(undefined);
  if (!list.childElementCount) return h('p', { class: 'quiet' }, none);
  return h('div', { class: 'view' }, list, more);
}
