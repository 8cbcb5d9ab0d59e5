// icon.js: the icon of a passkey's provider. It is decorative: the provider's name is next to it.

import { h } from './dom.js';

const SVG = 'http://www.w3.org/2000/svg';
const KEY = 'M14.5 3a6.5 6.5 0 0 0-6.2 8.4L2 17.7V22h5v-3h3v-3h1.9l.7-.7A6.5 6.5 0 1 0 14.5 3Zm2 3a2 2 0 1 1 0 4 2 2 0 0 1 0-4Z';

/**
 * @param {Element} host whose page says whether it is light or dark
 * @param {{icon?: string | null, icon_dark?: string | null} | null} provider @returns {Element}
 */
export function providerIcon(host, provider) {
  if (!provider?.icon) return keyIcon();
  const image = h('img', { src: provider.icon, alt: '', width: 28, height: 28, loading: 'lazy', decoding: 'async' });
  const dark = provider.icon_dark && darkWhen(host);
  const picture = h('picture', { class: 'icon' }, dark && h('source', { media: dark, srcset: provider.icon_dark }), image);
  image.addEventListener('error', () => picture.replaceWith(keyIcon())); // switched off, or held back by the page's policy
  return picture;
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

/** For unknown providers. */
function keyIcon() {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  for (const [name, value] of Object.entries({ class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true' })) svg.setAttribute(name, value);
  path.setAttribute('d', KEY);
  svg.append(path);
  return svg;
}
