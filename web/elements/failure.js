// failure.js: the failure panel: what happened, what to do next, other ways to continue, and details for support.

import { diagnose } from '../sdk/latchkey.js';
import { h } from './dom.js';
import { sentencesFor } from './messages.js';

/** The element that failed. @typedef {import('./view.js').View & {backFrom: (url: string) => string}} Host */

/**
 * @param {Host} host
 * @param {import('../sdk/latchkey.js').LatchkeyError} error
 * @returns {HTMLElement}
 */
export function failurePanel(host, error) {
  const [happened, next] = sentencesFor(error, (key) => host.sentence(key));
  const what = host.heading(1, happened);
  what.id = 'failure-what';
  return h('div', { class: 'failure', part: 'failure', role: 'group', 'aria-labelledby': 'failure-what' }, // not a landmark: a page may have two
    what,
    h('p', {}, next),
    ...ways(host, error),
    host.sentence('failure.details') && details(host, error));
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

/** @param {Host} host @param {import('../sdk/latchkey.js').LatchkeyError} error */
function details(host, error) {
  const facts = h('dl', { class: 'facts mono' });
  const copied = h('p', { class: 'quiet', role: 'status' });
  // Without a connection, the diagnosis may not load.
  const known = { code: error.code, request_id: error.requestId, time: error.time };
  const filled = diagnose(error).catch(() => known).then((record) => {
    facts.append(...Object.entries(record).map(([name, value]) =>
      h('div', {}, h('dt', {}, host.sentence(`failure.${name}`) ?? name), h('dd', {}, String(value)))));
    return Object.entries(record).map(([name, value]) => `${name}: ${value}`).join('\n');
  });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(await filled);
      copied.textContent = host.text('failure.copied');
    } catch {
      getSelection()?.selectAllChildren(facts);
      copied.textContent = host.text('failure.not_copied');
    }
  };
  return h('details', { part: 'details' },
    h('summary', {}, host.text('failure.details')),
    facts,
    h('button', { type: 'button', class: 'small', part: 'button', onclick: copy }, host.text('failure.copy')),
    copied);
}
