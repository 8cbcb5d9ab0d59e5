// failure.js: the failure panel: what happened, what to do next, other ways to continue, and details for support.

import { h } from './dom.js';
import { sentencesFor } from './messages.js';

/** The element that failed. @typedef {import('./view.js').View & {backFrom: (url: string) => string}} Host */

/**
 * @param {Host} host
 * @param {import('../sdk/latchkey.js').LatchkeyError} error
 * @param {HTMLElement} [details] for support
 * @returns {HTMLElement}
 */
export function failurePanel(host, error, details) {
  const [happened, next] = sentencesFor(error, (key) => host.sentence(key));
  const what = host.heading(1, happened);
  what.id = 'failure-what';
  return h('div', { class: 'failure', part: 'failure', role: 'group', 'aria-labelledby': 'failure-what' }, // not a landmark: a page may have two
    what,
    h('p', {}, next),
    ...ways(host, error),
    details);
}

/**
 * Ways to continue without a passkey: at Kratos, with a recovery code, or with help from support, on the recovery code page.
 * @param {Host} host @param {import('../sdk/latchkey.js').LatchkeyError} error
 */
export function ways(host, error) {
  const links = [host.link(host.text('failure.kratos'), host.backFrom(error.url))];
  if (error.ways.some(({ way }) => way === 'recovery_code')) {
    links.push(host.link(host.text('failure.recovery_code'), host.setting('recover-url')));
  }
  if (error.ways.some(({ way }) => way === 'support')) {
    links.push(host.link(host.text('failure.support'), host.setting('recover-url')));
  }
  const there = links.filter(Boolean);
  return [error.ways.some(({ way }) => way === 'sign_out') && h('p', {}, host.text('stale.sign_out')), there.length > 0 && h('div', { class: 'actions' }, ...there)];
}
