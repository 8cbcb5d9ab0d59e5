// symbol.js: our own symbol for passkeys, a person and a key, in the colour of the text. It is decorative: words are next to it.

const SVG = 'http://www.w3.org/2000/svg';
const PERSON = 'M9 3a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM1.5 19.5c0-4 3.2-6.5 7.5-6.5 1.4 0 2.7.3 3.8.8.3 1.5 1.1 2.8 2.2 3.6v3.1H2.5a1 1 0 0 1-1-1Z';
const KEY = 'M18.5 8a4.5 4.5 0 0 0-2 8.5V21l2 2 3-3-1.8-1.8 1.8-1.7-1.2-1.3A4.5 4.5 0 0 0 18.5 8Zm0 2.2a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 0-3.2Z';

/** @returns {Element} */
export function passkeySymbol() {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  const attributes = { class: 'symbol', viewBox: '0 0 24 24', fill: 'currentColor', 'aria-hidden': 'true' };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
  path.setAttribute('fill-rule', 'evenodd');
  path.setAttribute('d', PERSON + KEY);
  svg.append(path);
  return svg;
}
