// filter.js: filters a list. The chosen values go into the URL, from which the view is drawn.

import { h } from '../elements/dom.js';
import { learn, loginOf, whose } from './names.js';
import { routeTo } from './route.js';

/** @typedef {import('./console.js').Console} Host */
/** @typedef {{name: string, label: string, kind?: 'text' | 'date' | 'person', options?: [value: string, label: string][]}} Field */

/**
 * What the form cannot show does not filter: an address from elsewhere must not hide what a list consists of, or what is revoked.
 * @param {Host} host @param {import('./route.js').Route} route @param {Field[]} fields @returns {HTMLElement}
 */
export function filterForm(host, route, fields) {
  route.filter = Object.fromEntries(Object.entries(route.filter).filter(([name, value]) => value && fields.some((field) => shows(field, name, value))));
  const controls = fields.map((field) => control(host, field, route.filter[field.name] ?? ''));
  const fault = h('p', { class: 'fault', role: 'alert' });
  const form = h('form', {
    class: 'filter', role: 'search', 'aria-label': host.text('admin.filter'),
    onsubmit: (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      apply(host, route, fields, form, fault);
    },
  },
  h('div', { class: 'fields' }, ...controls),
  fault,
  h('div', { class: 'row' },
    h('button', { type: 'submit', part: 'button', class: 'small' }, host.text('admin.apply')),
    Object.keys(route.filter).length > 0 && h('a', { class: 'button small plain', href: routeTo(route.view, route.id) }, host.text('admin.all'))));
  return form;
}

/** @param {Field} field @param {string} name @param {string} value */
const shows = (field, name, value) => field.name === name && (!field.options || field.options.some(([of]) => of === value));

/** The address gets the ID of a person, not what was typed. @param {Host} host @param {import('./route.js').Route} route @param {Field[]} fields @param {HTMLFormElement} form @param {HTMLElement} fault */
async function apply(host, route, fields, form, fault) {
  /** @type {Record<string, string>} */
  const chosen = {};
  for (const [name, value] of new FormData(form)) chosen[name] = String(value).trim();
  let missing = '';
  fault.textContent = '';
  const asked = await host.attempt(null, 'admin.loading', async () => {
    for (const { name, kind } of fields) {
      if (kind !== 'person' || !chosen[name]) continue;
      const before = route.filter[name] ?? '';
      chosen[name] = chosen[name] === host.names.get(before) ? before : await whose(host, chosen[name], { proved: true }) ?? '';
      if (!chosen[name]) missing = name;
    }
  });
  if (!asked) return;
  if (!missing) return host.go(routeTo(route.view, route.id, chosen));
  fault.textContent = host.text('admin.nobody');
  /** @type {HTMLElement} */ (form.elements.namedItem(missing)).focus();
}

/** @param {Host} host @param {Field} field @param {string} value */
function control(host, { name, label, kind = 'text', options }, value) {
  const id = `filter-${name}`;
  const input = options
    ? h('select', { id, name, part: 'input' }, h('option', { value: '' }, host.text('admin.any')),
      ...options.map(([of, words]) => h('option', { value: of, selected: of === value }, words)))
    : h('input', { id, name, type: kind === 'date' ? kind : 'text', value: kind === 'person' && host.names.get(value) || value, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', part: 'input' });
  if (kind === 'person' && value) learn(host, { identity_id: value }).then(() => { if (input.value === value && host.names.has(value)) input.value = loginOf(host, value); });
  return h('div', { class: 'field' }, h('label', { for: id }, label), input);
}

/**
 * What the address names may no longer be in use.
 * @param {[string, string][]} options @param {string | undefined} chosen @param {(value: string) => string} [name] @returns {[string, string][]}
 */
export const withChosen = (options, chosen, name = (value) => value) =>
  !chosen || options.some(([value]) => value === chosen) ? options : [...options, [chosen, name(chosen)]];

/** Local midnight at the start of a day, or `later` days after it. @param {string | undefined} day @param {number} [later] */
export function startOf(day, later = 0) {
  const at = new Date(`${day}T00:00`);
  if (!day || Number.isNaN(at.getTime())) return undefined;
  at.setDate(at.getDate() + later);
  return `${at.toISOString().slice(0, 19)}Z`;
}
