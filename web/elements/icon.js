// icon.js: the symbol of the kind of authenticator that holds a passkey, or its maker's icon where the operator has named a
// file of icons. Both are decorative: the name is next to them.

import { h } from './dom.js';
import { kindOf } from './kind.js';

const SVG = 'http://www.w3.org/2000/svg';

/** @typedef {import('../sdk/types.js').Passkey} Passkey */
/** @typedef {import('./kind.js').Kind} Kind */

/** Our own drawings, on a grid of 24 by 24, drawn with the colour of the text. @type {Record<Kind, string>} */
const SYMBOLS = {
  password_manager: 'M6.5 10.5h11a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2h-11a2 2 0 0 1-2-2v-6a2 2 0 0 1 2-2ZM8 10.5V7.25a4 4 0 0 1 8 0v3.25M12 14.25v2.5',
  phone: 'M9 2.75h6a2 2 0 0 1 2 2v14.5a2 2 0 0 1-2 2H9a2 2 0 0 1-2-2V4.75a2 2 0 0 1 2-2ZM11 18.25h2',
  computer: 'M6 4.75h12a2 2 0 0 1 2 2v8.5H4v-8.5a2 2 0 0 1 2-2ZM2.25 19.25h19.5',
  security_key: 'M9 8.75h6a2 2 0 0 1 2 2v8.5a2 2 0 0 1-2 2H9a2 2 0 0 1-2-2v-8.5a2 2 0 0 1 2-2ZM9.25 8.75v-6h5.5v6M12 13.25a1.75 1.75 0 1 1 0 3.5 1.75 1.75 0 0 1 0-3.5Z',
  browser: 'M5 4.75h14a2 2 0 0 1 2 2v10.5a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V6.75a2 2 0 0 1 2-2ZM3 9.25h18M6.25 7h.01M9 7h.01',
  passkey: 'M8 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM12 12h9.25v3.25M17.25 12v2.5',
};

/**
 * @param {Element} host whose page says whether it is light or dark
 * @param {Pick<Passkey, 'provider' | 'transports' | 'synced'>} passkey @returns {Element}
 */
export function passkeyIcon(host, passkey) {
  const { provider } = passkey;
  if (!provider?.icon) return symbol(kindOf(passkey));
  const image = h('img', { src: provider.icon, alt: '', width: 28, height: 28, loading: 'lazy', decoding: 'async' });
  const dark = provider.icon_dark && darkWhen(host);
  const picture = h('picture', { class: 'icon' }, dark && h('source', { media: dark, srcset: provider.icon_dark }), image);
  image.addEventListener('error', () => picture.replaceWith(symbol(kindOf(passkey)))); // held back by the page's policy, for example
  return picture;
}

/** @param {string} kind one that is not known is drawn as a passkey @returns {SVGSVGElement} */
export function symbol(kind) {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  const drawn = { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true', fill: 'none', stroke: 'currentColor', 'stroke-width': '1.75',
    'stroke-linecap': 'round', 'stroke-linejoin': 'round' };
  for (const [name, value] of Object.entries(drawn)) svg.setAttribute(name, value);
  path.setAttribute('d', /** @type {Record<string, string>} */ (SYMBOLS)[kind] ?? SYMBOLS.passkey);
  svg.dataset.kind = kind;
  svg.append(path);
  return svg;
}

/**
 * An element follows the color scheme of its page, not of the device.
 * @param {Element} host @returns {string} a media query; "" for never
 */
function darkWhen(host) {
  const schemes = getComputedStyle(host).colorScheme.split(' ');
  if (!schemes.includes('dark')) return '';
  return schemes.includes('light') ? '(prefers-color-scheme: dark)' : 'all';
}
