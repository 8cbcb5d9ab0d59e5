// people.js: finds a user by identifier or ID. The console's URL contains only the ID, so that identifiers stay out of the
// browser's history.

import { h } from '../elements/dom.js';
import { whose } from './names.js';
import { routeTo } from './route.js';

export const sections = ['admin-people'];

/** @param {import('./console.js').Console} host */
export async function draw(host) {
  const input = h('input', { id: 'identifier', name: 'identifier', type: 'text', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', maxlength: 320, part: 'input', 'aria-describedby': 'find-fault' });
  const fault = h('p', { id: 'find-fault', class: 'fault', role: 'alert' });
  const submit = h('button', { type: 'submit', class: 'primary', part: 'button primary' }, host.text('admin-people.find'));
  const find = async () => {
    const identifier = input.value.trim();
    fault.textContent = identifier ? '' : host.text('admin-people.empty');
    if (!identifier) {
      host.clear();
      return input.focus();
    }
    await host.attempt(submit, 'admin.loading', async () => {
      const id = await whose(host, identifier);
      if (id) return host.go(routeTo('people', id));
      fault.textContent = host.text('admin-people.none');
      input.select();
      input.focus();
    });
  };
  host.show({
    heading: host.text('admin-people.heading'),
    lead: host.text('admin-people.lead'),
    body: [h('form', { role: 'search', onsubmit: (/** @type {SubmitEvent} */ event) => { event.preventDefault(); find(); } },
      h('div', { class: 'field' }, h('label', { for: 'identifier' }, host.text('admin-people.identifier')), input, fault),
      h('div', { class: 'row' }, submit)),
    h('p', {}, h('a', { href: routeTo('diagnosis') }, host.text('admin-people.diagnosis')))],
  });
}
