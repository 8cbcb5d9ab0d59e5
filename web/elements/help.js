// help.js: how to reach support: as configured, or in general terms.

import { h, isWeb } from './dom.js';

/** @param {import('./element.js').LatchkeyElement} host with the sentences of "recover" @param {string} [title] key of another heading */
export function helpSection(host, title = 'recover.help_heading') {
  const address = host.setting('support-email');
  const page = host.setting('support-url');
  /** @param {string} key */
  const words = (key) => host.text(`recover.${key}`);
  const ways = [
    isWeb(page) && h('a', { href: page }, words('help_page')),
    address.includes('@') && h('a', { href: `mailto:${encodeURI(address)}` }, address),
  ].filter(Boolean);
  const heading = host.heading(1, host.text(title));
  heading.id = 'help';
  return h('section', { class: 'help', part: 'help', 'aria-labelledby': 'help' },
    heading,
    h('p', {}, words(ways.length ? 'help_lead' : 'help_neutral')),
    ways.length > 0 && h('p', { class: 'row' }, ...ways));
}
