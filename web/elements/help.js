// help.js: how to reach support: as configured, or in general terms.

import { contact } from './contact.js';
import { h } from './dom.js';

/** @param {import('./element.js').LatchkeyElement} host with the sentences of "recover" @param {string} [title] key of another heading */
export function helpSection(host, title = 'recover.help_heading') {
  /** @param {string} key */
  const words = (key) => host.text(`recover.${key}`);
  const links = contact(host, words('help_page'));
  const heading = host.heading(1, host.text(title));
  heading.id = 'help';
  return h('section', { class: 'help', part: 'help', 'aria-labelledby': 'help' },
    heading,
    h('p', {}, words(links ? 'help_lead' : 'help_neutral')),
    links);
}
