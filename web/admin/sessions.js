// sessions.js: a person's sessions at Kratos.

import { h } from '../elements/dom.js';

/** @typedef {import('./console.js').Console} Host */
/** @typedef {{id: string, authenticated_at: string, expires_at: string, level: string, methods: string[], devices: {ip: string, user_agent: string, device: {browser: string, system: string} | null}[]}} Session */

/** @param {Host} host @param {string} key @param {Record<string, unknown>} [values] */
const words = (host, key, values) => host.text(`admin-person.${key}`, values);

/** @param {Host} host @param {Record<string, any>} person @param {boolean} endable whether this admin may end them */
export function sessions(host, person, endable) {
  const list = person.kratos_sessions;
  const more = person.more_kratos_sessions;
  const count = more ? `${list.length}+` : list.length;
  return host.chapter(words(host, 'sessions', { count }), more && host.quiet(words(host, 'more_sessions', { count: list.length })),
    list.length ? h('ul', { class: 'list' }, ...list.map((/** @type {Session} */ session) => item(host, person, session, endable))) : host.quiet(words(host, 'no_sessions')),
    endable && list.length > 1 && h('div', { class: 'row' }, endButton(host, person)));
}

/** @param {Host} host @param {string} method a newer Kratos may have more */
const methodName = (host, method) => host.sentence(`admin-person.method_${method}`) ?? host.sentence(`admin-person.kratos_${method}`) ?? method;

/** @param {Host} host @param {Record<string, any>} person @param {Session} session @param {boolean} endable */
function item(host, person, session, endable) {
  return h('li', { class: 'item' },
    h('dl', { class: 'facts' },
      host.fact(words(host, 'signed_in'), host.when(session.authenticated_at)),
      host.fact(words(host, 'expires'), host.when(session.expires_at)),
      host.fact(words(host, 'level'), host.sentence(`admin-person.level_${session.level}`) ?? session.level),
      host.fact(words(host, 'methods'), session.methods.map((method) => methodName(host, method)).join(', ')),
      ...session.devices.flatMap(({ ip, user_agent: agent, device }) => [host.fact(words(host, 'from'), ip),
        host.fact(words(host, 'browser'), device ? h('span', { title: agent }, words(host, 'device', device)) : agent)])),
    endable && h('div', { class: 'row' }, endButton(host, person, session)));
}

/** Ends one session, or all. The dialog is loaded on demand. @param {Host} host @param {Record<string, any>} person @param {Session} [session] */
function endButton(host, person, session) {
  /** @type {HTMLElement} */
  const button = host.button(words(host, session ? 'end_one' : 'end_all'), async () => {
    if (host.busy) return;
    const action = await host.need(() => import('./sessionaction.js'));
    await action?.end(host, button, person, session);
  }, 'small', session && { 'aria-label': words(host, 'end_one_label', { at: host.when(session.authenticated_at).textContent }) });
  return button;
}
