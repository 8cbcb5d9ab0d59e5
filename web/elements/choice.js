// choice.js: passkeys to choose from: by name, with when each was created and last used.

import { h } from './dom.js';
import { Sheet } from './style.js';

export const choiceSheet = new Sheet();
choiceSheet.replaceSync(`
fieldset { display: grid; gap: .75rem; min-width: 0; margin: 0; padding: 0; border: 0; }
legend { padding: 0 0 .75rem; font-weight: 600; }
.choice {
  display: grid;
  grid-template-columns: auto minmax(0, 1fr);
  gap: 0 .875rem;
  align-items: center;
  padding: .875rem 1rem;
  border: 1px solid var(--control);
  border-radius: var(--radius);
  cursor: pointer;
}
.choice:has(:checked) { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
.choice input { width: 1.25rem; min-height: 1.25rem; margin: 0; accent-color: var(--accent); }
.choice .quiet { display: flex; flex-wrap: wrap; gap: 0 1rem; grid-column: 2; font-weight: 400; }
`);

/**
 * @param {import('./view.js').View} host @param {import('../sdk/types.js').Passkey} passkey @param {'radio' | 'checkbox'} type
 * @param {string} section of its sentences "created" and "last_used" @param {boolean} [checked]
 */
export function passkeyChoice(host, { id, name, created_at, last_used_at, provider }, type, section, checked = false) {
  return h('label', { class: 'choice', part: 'choice' },
    h('input', { type, name: 'passkey', value: id, checked }),
    h('span', {}, h('bdi', {}, name)),
    h('span', { class: 'quiet' },
      h('span', {}, host.text(`${section}.created`), ' ', host.time(created_at)), ' ',
      last_used_at && h('span', {}, host.text(`${section}.last_used`), ' ', host.time(last_used_at)), ' ',
      provider && provider.name !== name && h('bdi', {}, provider.name)));
}
