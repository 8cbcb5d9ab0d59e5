// chart.js: figures as a table with a bar in each row, so the table is the text alternative of its chart.

import { h } from '../elements/dom.js';
import { Sheet } from '../elements/style.js';

/** @typedef {import('./console.js').Console} Host */
/** `before` is the figure of the period before, if it is known; `of`, what a full bar of this row is. @typedef {{name: string, count: number, before?: number, of?: number}} Figure */

/** Only views with figures wear it. */
export const chartSheet = new Sheet();

chartSheet.replaceSync(`
table { width: 100%; border-collapse: collapse; }
th, td { padding: .375rem 0; padding-inline-end: .5rem; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; font-weight: 400; }
th.count, td.count { width: 6.5rem; padding-inline-end: 0; text-align: end; font-variant-numeric: tabular-nums; }
th.change, td.change { width: 4.5rem; }
th.narrow, td.narrow { width: 1%; padding-inline-start: .375rem; font-size: .8125rem; white-space: nowrap; }
th:has(+ .narrow) { min-width: 3.5rem; font-size: .8125rem; }
.count .quiet { display: inline-block; min-width: 3.625rem; }
tbody tr:last-child > * { border-bottom: 0; }
thead th { color: var(--quiet); font-size: .875rem; }
.bar { display: block; width: 100%; height: .5rem; margin-top: .25rem; border-radius: .25rem; }
.bar rect { fill: var(--badge); }
.bar rect + rect { fill: var(--accent); }
`);

const SVG = 'http://www.w3.org/2000/svg';

/** @param {Host} host @param {string} key */
const words = (host, key) => host.text(`admin-adoption.${key}`);

/**
 * @param {Host} host @param {string} caption @param {(Figure | false)[]} figures @param {number} whole what a full bar is
 * @returns {HTMLElement}
 */
export function chart(host, caption, figures, whole) {
  const rows = /** @type {Figure[]} */ (figures.filter(Boolean));
  if (!rows.some(({ count, before }) => count || before)) return host.chapter(caption, host.quiet(words(host, 'nothing')));
  const compared = rows.some(({ before }) => before !== undefined);
  return host.chapter(caption, h('table', {},
    h('thead', {}, h('tr', {},
      h('th', { scope: 'col' }, words(host, 'figure')),
      h('th', { scope: 'col', class: 'count' }, words(host, 'count')),
      compared && h('th', { scope: 'col', class: 'count change' }, words(host, 'change')))),
    h('tbody', {}, ...rows.map((figure) => row(host, figure, figure.of ?? whole, compared)))));
}

/** @param {Host} host @param {Figure} figure @param {number} whole @param {boolean} compared */
function row(host, { name, count, before }, whole, compared) {
  const number = new Intl.NumberFormat(host.language);
  return h('tr', {},
    h('th', { scope: 'row' }, name, bar(whole ? count / whole : 0)),
    h('td', { class: 'count' }, number.format(count), whole > 0 && h('span', { class: 'quiet' }, ` ${share(host, count, whole)}`)),
    compared && h('td', { class: 'count change' }, before ? change(host, count / before - 1) : '–'));
}

/** @param {Host} host @param {number} part @param {number} whole */
export function share(host, part, whole) {
  return new Intl.NumberFormat(host.language, { style: 'percent', maximumFractionDigits: 0 }).format(whole ? part / whole : 0);
}

/** @param {Host} host @param {number} by -1 and more */
function change(host, by) {
  return new Intl.NumberFormat(host.language, { style: 'percent', maximumFractionDigits: 0, signDisplay: 'exceptZero' }).format(by);
}

/** @param {number} part 0 to 1 */
function bar(part) {
  const svg = document.createElementNS(SVG, 'svg');
  for (const [name, value] of Object.entries({ class: 'bar', viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' })) svg.setAttribute(name, value);
  for (const width of [100, Math.min(100, Math.max(0, part * 100))]) {
    const rect = document.createElementNS(SVG, 'rect');
    for (const [name, value] of Object.entries({ width, height: 8 })) rect.setAttribute(name, String(value));
    svg.append(rect);
  }
  return svg;
}
