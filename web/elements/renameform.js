// renameform.js: the form that renames a passkey in the list. It is loaded when it is first opened.

import { h } from './dom.js';

/**
 * It takes the place of the buttons. Escape or an unchanged name closes it.
 * @param {import('./element.js').LatchkeyElement} host @param {string} name
 * @param {{close: () => void, save: (control: HTMLElement, name: string) => void}} actions
 */
export function renameForm(host, name, { close, save }) {
  const submit = h('button', { type: 'submit', class: 'small primary', part: 'button primary' }, host.text('passkeys.save'));
  const input = h('input', { name: 'name', type: 'text', value: name, maxlength: 64, autocomplete: 'off', required: true, part: 'input', dir: 'auto' });
  return h('form', {
    class: 'rename',
    onsubmit: (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      const wanted = input.value.trim();
      if (!wanted || wanted === name) close();
      else save(submit, wanted);
    },
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key === 'Escape') close();
    },
  },
  h('label', { class: 'field' }, host.text('passkeys.new_name'), input),
  h('div', { class: 'row' }, submit, host.button(host.text('passkeys.cancel'), close, 'small', { 'data-cancel': true })));
}
