// adoption.js: how far passkeys have come: who has them, whether they are used, what fails and why. Each figure is a row of
// a table, with a bar beside it for the eye: the table is the text alternative of its chart.

import { h } from '../elements/dom.js';
import { nameOf } from './events.js';

export const sections = ['admin-adoption', 'admin-events'];

/** @typedef {import('./admin.js').LatchkeyAdmin} Host */
/** @typedef {{name: string, count: number}} Figure */

const SVG = 'http://www.w3.org/2000/svg';

/** @param {Host} host @param {string} key @param {Record<string, unknown>} [values] */
const words = (host, key, values) => host.text(`admin-adoption.${key}`, values);

/** @param {Host} host */
export async function draw(host) {
  const body = h('div', { class: 'view' });
  host.show({ heading: words(host, 'heading'), lead: words(host, 'lead'), body: [body] });
  const stats = await host.load(() => host.client.get('/stats'));
  if (stats) body.append(...tables(host, stats));
}

/** @param {Host} host @param {Record<string, any>} stats of /openapi.yaml */
function tables(host, stats) {
  return [JSON.stringify(stats)];
}

/** @param {Host} host @param {string} caption @param {Figure[]} figures @param {number} whole what a full bar is */
export function chart(host, caption, figures, whole) {
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
