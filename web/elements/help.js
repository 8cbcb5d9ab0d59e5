// help.js: how to reach support: as configured, or in general terms.

import { h, isWeb } from './dom.js';

/** @param {import('./element.js').LatchkeyElement} host whose section of the messages has help_heading, help_lead, … */
export function helpSection(host) {
  const address = host.setting('support-email');
  const page = host.setting('support-url');
  /** @param {string} key */
  const words = (key) => host.text(`recover.${key}`);
  const ways = [
    isWeb(page) && h('a', { href: page }, words('help_page')),
    address.includes('@') && h('a', { href: `mailto:${encodeURI(address)}` }, address),
  ].filter(Boolean);
  const heading = host.heading(1, words('help_heading'));
  heading.id = 'help';
  return h('section', { class: 'help', part: 'help', 'aria-labelledby': 'help' },
    heading,
    h('p', {}, words(ways.length ? 'help_lead' : 'help_neutral')),
    ways.length > 0 && h('p', { class: 'row' }, ...ways));
}
