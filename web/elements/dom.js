// dom.js: creates elements without HTML strings, so that names and sentences can never become markup.

/**
 * HTMLElement, or an empty class on a server, where frameworks load the elements and do not create them.
 * @type {typeof HTMLElement}
 */
export const BaseElement = globalThis.HTMLElement ?? /** @type {any} */ (class {});

/**
 * @param {string} tag
 * @param {Record<string, any>} [attributes]  functions become listeners (`onclick`), true an empty attribute; false, null and
 *   undefined are omitted
 * @param {...(Node | string | null | undefined | false)} children  empty ones are omitted
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

/**
 * Words of which the long ones may break after "@" and dots, so that an address that is too long for its line does not break
 * within a name. A short one, such as "Next.js", goes to the next line as a whole.
 * @param {string} words @returns {(Node | string)[]}
 */
export function breakable(words) {
  return words.split(/(\S{17,})/).flatMap((part, index) => (index % 2 ? pieces(part) : [part]));
}

/** @param {string} word @returns {(Node | string)[]} */
function pieces(word) {
  return (word.match(/[^@.]+[@.]*|[@.]+/g) ?? []).flatMap((piece, index) => (index ? [h('wbr'), piece] : [piece]));
}

/** Whether a URL is http(s), and so safe to navigate to. @param {string | null | undefined} url */
export function isWeb(url) {
  return Boolean(url) && /^https?:$/.test(addressOf(String(url), location.href)?.protocol ?? '');
}

/**
 * URL.canParse is a year younger than passkeys.
 * @param {string} url @param {string} [base] @returns {URL | undefined} undefined if it is not a URL
 */
export function addressOf(url, base) {
  try {
    return new URL(url, base);
  } catch {
    return undefined;
  }
}

/** Closes a dialog of an element that is still open. @param {HTMLElement} host */
export function endQuestion(host) {
  for (const dialog of host.shadowRoot?.querySelectorAll('dialog') ?? []) dialog.close();
}
