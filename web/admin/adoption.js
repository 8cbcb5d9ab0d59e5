// adoption.js: statistics: who has passkeys, how often they are used, what fails and why. Each figure is a table row with a bar, so
// the table is the text alternative of its chart.

import { h } from '../elements/dom.js';

export const sections = ['admin-adoption'];

/** @typedef {import('./console.js').Console} Host */
/** @typedef {{name: string, count: number}} Figure */

const SVG = 'http://www.w3.org/2000/svg';

/** @param {Host} host @param {string} key @param {Record<string, unknown>} [values] */
const words = (host, key, values) => host.text(`admin-adoption.${key}`, values);

/** @param {Host} host */
export async function draw(host) {
  const body = h('div', { class: 'view' });
  host.show({ heading: words(host, 'heading'), lead: words(host, 'lead'), body: [body] });
  const stats = await host.load(() => host.client.get('/stats'));
  if (stats) body.append(...charts(host, stats));
}

/** @param {Host} host @param {Record<string, any>} stats Stats of /openapi.yaml */
function charts(host, stats) {
  const { identities: people, passkeys } = stats;
  const day = new Intl.DateTimeFormat(host.language, { dateStyle: 'medium' });
  const period = words(host, 'period', { since: day.format(new Date(stats.since)), until: day.format(new Date(stats.until)) });
  return [
    chart(host, words(host, 'people'), [
      { name: words(host, 'one'), count: people.with_passkey },
      { name: words(host, 'two'), count: people.with_two },
    ], people.with_passkey),
    chart(host, words(host, 'providers', { count: passkeys }), stats.providers.map((/** @type {any} */ maker) =>
      ({ name: maker.provider?.name ?? modelOf(host, maker.aaguid), count: maker.passkeys })), passkeys),
    chart(host, words(host, 'rps'), stats.relying_parties.map((/** @type {any} */ rp) =>
      ({ name: rp.configured ? rp.rp_id : words(host, 'rp_gone', { rp: rp.rp_id }), count: rp.passkeys })), passkeys),
    h('section', {}, h('p', { class: 'quiet' }, period, ' ', words(host, 'delay'))),
    ...['registration', 'login', 'step_up'].flatMap((kind) => ceremonies(host, kind, stats[kind])),
  ];
}

/** Authenticators that do not disclose their model send zeros. @param {Host} host @param {string} aaguid */
const modelOf = (host, aaguid) => /[^0-]/.test(aaguid) ? words(host, 'unknown', { aaguid }) : words(host, 'undisclosed');

/** @param {Host} host @param {string} kind @param {Record<string, any>} ceremony */
function ceremonies(host, kind, { offered, started, finished, failed }) {
  const steps = [kind !== 'step_up' && { name: words(host, `${kind}_offered`), count: offered },
    { name: words(host, 'started'), count: started }, { name: words(host, 'finished'), count: finished }];
  const causes = failed.map((/** @type {any} */ { reason, count }) => ({ name: host.sentence(`admin-adoption.reason_${reason}`) ?? reason, count }));
  const whole = Math.max(offered, started, finished);
  const all = causes.reduce((/** @type {number} */ sum, /** @type {Figure} */ { count }) => sum + count, 0);
  return [
    chart(host, words(host, kind), whole ? /** @type {Figure[]} */ (steps.filter(Boolean)) : [], whole),
    ...causes.length ? [chart(host, words(host, `${kind}_failed`), causes, all)] : [],
  ];
}

/** @param {Host} host @param {string} caption @param {Figure[]} figures @param {number} whole what a full bar is */
function chart(host, caption, figures, whole) {
  const share = new Intl.NumberFormat(host.language, { style: 'percent', maximumFractionDigits: 0 });
  const number = new Intl.NumberFormat(host.language);
  if (!figures.length) return h('section', {}, host.heading(1, caption), h('p', { class: 'quiet' }, words(host, 'nothing')));
  return host.chapter(caption, h('table', {},
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, words(host, 'figure')), h('th', { scope: 'col', class: 'count' }, words(host, 'count')))),
    h('tbody', {}, ...figures.map(({ name, count }) => h('tr', {},
      h('th', { scope: 'row' }, name, bar(whole ? count / whole : 0)),
      h('td', { class: 'count' }, number.format(count), whole ? h('span', { class: 'quiet' }, ` ${share.format(count / whole)}`) : ''))))));
}

/** @param {number} part 0 to 1 */
function bar(part) {
  const svg = document.createElementNS(SVG, 'svg');
  for (const [name, value] of Object.entries({ class: 'bar', viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' })) svg.setAttribute(name, value);
  for (const width of [100, Math.min(100, Math.max(0, part * 100))]) {
    const rect = document.createElementNS(SVG, 'rect');
    for (const [name, value] of Object.entries({ width, height: 8, rx: 2 })) rect.setAttribute(name, String(value));
    svg.append(rect);
  }
  return svg;
}
