// reasons.js: a list with ticks, of what an action does for the user.

import { h } from './dom.js';
import { Sheet } from './style.js';

const sheet = new Sheet();
sheet.replaceSync(`
.reasons { display: grid; gap: .875rem; padding: 0; list-style: none; }
.reasons li { position: relative; padding-inline-start: 2rem; color: var(--quiet); }
.reasons li::before { /* a drawn tick: screen readers would read a character aloud */
  content: "";
  position: absolute;
  inset-inline-start: .375rem;
  top: .3rem;
  width: .5rem;
  height: .875rem;
  border: solid var(--accent);
  border-width: 0 3px 3px 0;
  transform: rotate(42deg);
}
`);

/** @param {import('./view.js').View} host @param {string[]} keys */
export function reasons(host, keys) {
  host.wear(sheet);
  return h('ul', { class: 'reasons' }, ...keys.map((key) => h('li', {}, host.text(key))));
}
