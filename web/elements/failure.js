// failure.js: the failure panel: what happened, what to do next, other ways to continue, and details for support.

import { h } from './dom.js';
import { sentencesFor } from './messages.js';

/** The element that failed. @typedef {import('./view.js').View & {backFrom: (url: string) => string}} Host */

/**
 * @param {Host} host
 * @param {import('../sdk/latchkey.js').LatchkeyError} error
 * @param {(HTMLElement | false)[]} [details] for support
 * @returns {HTMLElement}
 */
export function failurePanel(host, error, details = []) {
  const [happened, next] = sentencesFor(error, (key) => host.sentence(key));
  const what = host.heading(1, happened);
  what.id = 'failure-what';
  return h('div', { class: 'failure', part: 'failure', role: 'group', 'aria-labelledby': 'failure-what' }, // not a landmark: a page may have two
    what,
    h('p', {}, next),
    ...ways(host, error),
    ...details);
}

/**
 * Ways to continue without a passkey: at Kratos, with a code, or with help from support, on the recovery code page.
 * @param {Host} host @param {import('../sdk/latchkey.js').LatchkeyError} error
 */
export function ways(host, error) {
  const named = error.ways.map(({ way }) => String(way)), recover = host.setting('recover-url');
  if (error.reason === 'enrolment_code_required') named.push('enrolment_code');
  const links = [
    host.link(host.text('failure.kratos'), host.backFrom(error.url)),
    ...['recovery_code', 'enrolment_code', 'support'].map((way) => named.includes(way) && host.link(host.text(`failure.${way}`), recover)),
  ].filter(Boolean);
  return links.length ? [h('div', { class: 'actions' }, ...links)] : [];
}
