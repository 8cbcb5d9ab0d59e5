// cantuse.js: "I can't use my passkey", beside whatever asks for one. What the user can do instead is loaded when it is opened.

import { h } from './dom.js';

/**
 * @param {import('./element.js').LatchkeyElement} host
 * @param {'session' | 'gate' | 'login'} where with `session` the server knows the user; otherwise the page does not guess
 * @param {boolean} [opened] nothing else is possible
 */
export function cantUse(host, where, opened = false) {
  const place = h('div', { class: 'view' });
  const open = async () => {
    if (!details.open || place.hasChildNodes()) return;
    await import('./otherways.js').then(({ drawOtherWays }) => drawOtherWays(host, where, place)).catch((error) => {
      details.open = false; // opening it again tries again
      host.fail(error);
    });
  };
  const details = /** @type {HTMLDetailsElement} */ (h('details', { class: 'cantuse', part: 'cantuse', ontoggle: open, open: opened },
    h('summary', {}, host.text('common.cant_use')), place));
  return details;
}
