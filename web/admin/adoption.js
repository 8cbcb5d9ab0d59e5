// adoption.js: statistics: who has passkeys, how they are used, what fails and why, and how that changes.

import { h } from '../elements/dom.js';
import { chart, chartSheet, share } from './chart.js';
import { routeTo } from './route.js';

export const sections = ['admin-adoption'];

/** @typedef {import('./console.js').Console} Host */
/** @typedef {import('./chart.js').Figure} Figure */
/** @typedef {Record<string, any>} Stats of /openapi.yaml */

/** The periods on offer, in days. */
const PERIODS = ['30', '90', '365'];

/** @param {Host} host @param {string} key @param {Record<string, unknown>} [values] */
const words = (host, key, values) => host.text(`admin-adoption.${key}`, values);

/** @param {Host} host @param {import('./route.js').Route} route */
export async function draw(host, route) {
  host.wear(chartSheet);
  const days = PERIODS.includes(route.filter.days) ? route.filter.days : PERIODS[0];
  const body = h('div', { class: 'view' });
  host.show({ heading: words(host, 'heading'), lead: words(host, 'lead'), body: [body] });
  const since = `${new Date(Date.now() - Number(days) * 86_400_000).toISOString().slice(0, 19)}Z`;
  const stats = await host.load(() => host.client.get(`/stats?since=${since}`));
  if (stats) body.append(...inventory(host, stats), periods(host, days), ...activity(host, stats));
}

/** What there is now. @param {Host} host @param {Stats} stats */
function inventory(host, { identities: people, passkeys, providers, relying_parties: rps }) {
  const all = people.total ?? people.with_passkey;
  return [
    chart(host, words(host, people.total === null ? 'people' : 'accounts', { count: all }), [
      { name: words(host, 'one'), count: people.with_passkey },
      { name: words(host, 'two'), count: people.with_two },
    ], all),
    people.total === null && host.quiet(words(host, 'no_total')),
    chart(host, words(host, 'providers', { count: passkeys }), providers.map((/** @type {any} */ maker) =>
      ({ name: maker.provider?.name ?? modelOf(host, maker.aaguid), count: maker.passkeys })), passkeys),
    chart(host, words(host, 'rps'), rps.map((/** @type {any} */ rp) =>
      ({ name: rp.configured ? rp.rp_id : words(host, 'rp_gone', { rp: rp.rp_id }), count: rp.passkeys })), passkeys),
  ].filter(Boolean);
}

/** Authenticators that do not disclose their model send zeros. @param {Host} host @param {string} aaguid */
const modelOf = (host, aaguid) => /[^0-]/.test(aaguid) ? words(host, 'unknown', { aaguid }) : words(host, 'undisclosed');

/** The choice of the period. @param {Host} host @param {string} chosen days */
function periods(host, chosen) {
  return h('section', {}, h('nav', { 'aria-label': words(host, 'choose') }, h('ul', {}, ...PERIODS.map((days) => h('li', {},
    h('a', { href: routeTo('adoption', '', { days }), 'aria-current': days === chosen && 'page' }, words(host, 'days', { days })))))));
}

/** What happened in the period. @param {Host} host @param {Stats} stats */
function activity(host, stats) {
  const day = new Intl.DateTimeFormat(host.language, { dateStyle: 'medium' });
  const { previous: before, registration, login, step_up: stepUp } = stats;
  return [
    host.quiet(`${words(host, 'period', { since: day.format(new Date(stats.since)), until: day.format(new Date(stats.until)) })} ${words(host, 'delay')}`),
    ...signIns(host, stats),
    chart(host, words(host, 'registration'), [
      { name: words(host, 'registration_offered'), count: registration.offered, before: before?.offered },
      { name: words(host, 'started'), count: registration.started, before: before?.started },
      { name: words(host, 'finished'), count: registration.finished, before: before?.registered },
      { name: words(host, 'used_again', { count: registration.kept }), count: registration.used_again, of: registration.kept },
    ], Math.max(registration.offered, registration.started, registration.finished)),
    ...causes(host, 'registration', registration),
    chart(host, words(host, 'login'), [
      { name: words(host, 'login_offered'), count: login.offered },
      { name: words(host, 'started'), count: login.started },
      { name: words(host, 'finished'), count: login.finished, before: before?.logins },
    ], Math.max(login.offered, login.started, login.finished)),
    ...causes(host, 'login', login),
    chart(host, words(host, 'step_up'), [
      { name: words(host, 'started'), count: stepUp.started },
      { name: words(host, 'finished'), count: stepUp.finished, before: before?.step_ups },
    ], Math.max(stepUp.started, stepUp.finished)),
    ...causes(host, 'step_up', stepUp),
    ...causes(host, 'confirmation', stats.confirmation),
    trend(host, stats.trend),
  ];
}

/** Sign-ins by passkey among all, by system and by provider. @param {Host} host @param {Stats} stats */
function signIns(host, { login, previous: before }) {
  const all = login.finished + (login.at_kratos ?? 0);
  return [
    chart(host, words(host, 'signins'), [
      { name: words(host, 'by_passkey'), count: login.finished, before: before?.logins },
      login.at_kratos !== null && { name: words(host, 'at_kratos'), count: login.at_kratos, before: before?.at_kratos },
    ], all),
    login.at_kratos === null && host.quiet(words(host, 'no_hook')),
    chart(host, words(host, 'platforms'), login.platforms.map((/** @type {any} */ one) =>
      ({ name: one.name || words(host, 'other_platform'), count: one.logins })), login.finished),
    chart(host, words(host, 'used_providers'), login.providers.map((/** @type {any} */ one) =>
      ({ name: one.provider?.name ?? words(host, 'other_provider'), count: one.logins })), login.finished),
  ].filter(Boolean);
}

/** Why ceremonies failed: as the server refused them, and in the browser. @param {Host} host @param {string} kind @param {Stats} ceremony */
function causes(host, kind, { failed = [], in_browser: inBrowser }) {
  /** @param {{reason: string, count: number}[]} list @param {string} prefix */
  const figures = (list, prefix) => list.map(({ reason, count }) => ({ name: host.sentence(`admin-adoption.${prefix}_${reason}`) ?? reason, count }));
  /** @param {Figure[]} list */
  const sum = (list) => list.reduce((all, { count }) => all + count, 0);
  return [[figures(failed, 'reason'), `${kind}_failed`], [figures(inBrowser, 'browser'), `${kind}_browser`]]
    .filter(([list]) => list.length)
    .map(([list, key]) => chart(host, words(host, /** @type {string} */ (key)), /** @type {Figure[]} */ (list), sum(/** @type {Figure[]} */ (list))));
}

/** @param {Host} host @param {any[]} parts */
function trend(host, parts) {
  const day = new Intl.DateTimeFormat(host.language, { day: 'numeric', month: 'short' });
  const number = new Intl.NumberFormat(host.language);
  const head = ['trend_from', 'trend_registered', 'trend_logins', 'trend_share'].map((key, i) =>
    h('th', { scope: 'col', class: i > 0 && 'count narrow' }, words(host, key)));
  return host.chapter(words(host, 'trend'), h('table', {},
    h('thead', {}, h('tr', {}, ...head)),
    h('tbody', {}, ...parts.map((part) => h('tr', {},
      h('th', { scope: 'row' }, day.formatRange(new Date(part.since), new Date(Date.parse(part.until) - 1))),
      h('td', { class: 'count narrow' }, number.format(part.registered)),
      h('td', { class: 'count narrow' }, number.format(part.logins)),
      h('td', { class: 'count narrow' }, part.at_kratos ? share(host, part.logins, part.logins + part.at_kratos) : '–'))))));
}
