// dom.js: makes elements without markup in strings, so that no name or sentence can ever become markup.

/**
 * @param {string} tag
 * @param {Record<string, any>} [attributes]  functions listen (`onclick`), true is an empty attribute; false, null and
 *   undefined are left out
 * @param {...(Node | string | null | undefined | false)} children  what is empty is left out
 * @returns {any} the element
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(.../** @type {(Node | string)[]} */ (children.filter(Boolean)));
  return element;
}

/** An address that a person may be sent to: a script's is none. @param {string | null | undefined} url */
export function isWeb(url) {
  return Boolean(url) && /^https?:$/.test(addressOf(String(url), location.href)?.protocol ?? '');
}

/**
 * By hand: browsers had passkeys for a year before they had URL.canParse.
 * @param {string} url @param {string} [base] @returns {URL | undefined} none for what is no address
 */
export function addressOf(url, base) {
  try {
    return new URL(url, base);
  } catch {
    return undefined;
  }
}
