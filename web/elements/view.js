// view.js: what an element renders, and its sentences: a card with a heading, a live region, a failure panel and actions.

import { BaseElement, breakable, h, isWeb } from './dom.js';
import { fill, languageOf, lookUp, merged, sentencesOf } from './messages.js';
import { sheets } from './style.js';
import { passkeySymbol } from './symbol.js';

/** @typedef {import('./messages.js').Sentences} Sentences */

export class View extends BaseElement {
  /** Of the sentences, such as "pt-BR"; English if those of the page's language do not exist. */
  language = 'en';
  /** @type {Sentences} */
  #sentences = {};
  #drawn = false;
  #card = h('div', { class: 'card', part: 'card', hidden: true });
  #notice = h('div', { class: 'notice view', part: 'notice', role: 'note', hidden: true });
  #head = h('div', { class: 'view' });
  #status = h('p', { class: 'status', part: 'status', role: 'status' });
  #progress = h('div', { class: 'progress' }, this.#status);
  #failure = h('div', { class: 'view' });
  #foot = h('div', { class: 'view' });

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = sheets;
    this.#card.append(this.#notice, this.#head, this.#progress, this.#failure, this.#foot);
    root.append(this.#card);
  }

  /** Adds a style, once. @param {CSSStyleSheet} sheet */
  wear(sheet) {
    const root = /** @type {ShadowRoot} */ (this.shadowRoot);
    root.adoptedStyleSheets = [...new Set([...root.adoptedStyleSheets, sheet])];
  }

  // --- Words

  /** Resets the view and loads the sentences in the language of the surrounding page. */
  async enter() {
    this.#drawn = false;
    this.#notice.hidden = true;
    this.language = languageOf(this);
    await this.loadSections(this.sections);
    this.language = this.text('lang');
    for (const part of this.shadowRoot?.children ?? []) this.#speak(part);
  }

  /** The page around may have another language and direction. @param {Element} part */
  #speak(part) {
    part.setAttribute('lang', this.language);
    part.setAttribute('dir', this.text('dir'));
  }

  /** Adds a part, such as a dialog, beside the card. @param {Element} part */
  place(part) {
    this.#speak(part);
    this.shadowRoot?.append(part);
  }

  /**
   * Loads the sentences of further sections, for rarely used views. They replace those of the same key, except that an element's
   * own replace those of the failure panel.
   * @param {string[]} sections
   */
  async loadSections(sections) {
    const loaded = await sentencesOf(this.language, sections);
    this.#sentences = sections.includes('errors') ? merged(loaded, this.#sentences) : merged(this.#sentences, loaded);
  }

  /** @param {string} name @returns {string} an attribute; "" if absent */
  setting(name) {
    return this.getAttribute(name) ?? '';
  }

  /**
   * @param {string} key dotted, as in the messages file @param {Record<string, unknown>} [values] the first number selects the
   *   plural form
   * @returns {string}
   */
  text(key, values = {}) {
    const own = key.startsWith(`${this.section}.`) && this.getAttribute(`text-${key.split('.')[1].replaceAll('_', '-')}`);
    const sentence = own || (lookUp(this.#sentences, key, values) ?? key);
    return fill(sentence, { app: this.setting('app-name') || location.hostname, ...values }, this.#sentences);
  }

  /** The element's section of the sentences: "step-up" for <latchkey-step-up>. */
  get section() {
    return this.localName.replace('latchkey-', '');
  }

  /** The sections that the first view needs, in addition to the shared sentences. */
  get sections() {
    return [this.section];
  }

  /** @param {string} key @param {Record<string, unknown>} [values] @returns {string | undefined} */
  sentence(key, values = {}) {
    return lookUp(this.#sentences, key, values) && this.text(key, values);
  }

  /** @param {string} at RFC 3339 */
  time(at) {
    const words = new Intl.DateTimeFormat(this.language, { dateStyle: 'medium' }).format(new Date(at));
    return h('time', { datetime: at }, words);
  }

  // --- Views

  /** @param {string} id of an element in the view @returns {any} */
  byId(id) {
    return this.shadowRoot?.getElementById(id);
  }

  /**
   * Shows a view and moves the focus to its heading, except for the first view, so that a page keeps its own focus on load.
   * @param {{heading: string, lead?: string, body?: (Node | string | null | undefined | false)[],
   *   actions?: (Node | null | undefined | false)[]}} view
   */
  show({ heading, lead, body = [], actions = [] }) {
    this.clear();
    this.#head.replaceChildren(this.heading(0, heading), ...kept([lead && h('p', { class: 'lead', part: 'lead' }, lead), ...body]));
    const row = kept(actions);
    this.#foot.replaceChildren(...(row.length ? [h('div', { class: 'actions', part: 'actions' }, ...row)] : []));
    if (this.#drawn) this.focusHeading();
    this.#drawn = true;
    this.#card.hidden = false;
  }

  focusHeading() {
    /** @type {HTMLElement | null} */ (this.#head.firstElementChild)?.focus();
  }

  /** Shows that the first view is loading. */
  wait() {
    this.clear();
    this.#head.replaceChildren();
    this.#foot.replaceChildren();
    this.say(this.text('common.working'));
    this.#card.hidden = false;
  }

  /** Hides the element when it has nothing to show. */
  hide() {
    this.#card.hidden = true;
  }

  /** @param {number} below how many levels below the element's own @param {string | Node} words */
  heading(below, words) {
    const level = Math.min(6, (Number(this.setting('heading-level')) || 2) + below);
    return h(`h${level}`, { class: `h${below + 1}`, part: 'heading', tabindex: '-1' }, ...(typeof words === 'string' ? breakable(words) : [words]));
  }

  /** @param {string} words @param {() => void} onclick @param {string} [kind] @param {object} [more] */
  button(words, onclick, kind = '', more = {}) {
    return h('button', { type: 'button', class: kind, part: `button ${kind}`.trim(), onclick, ...more }, words);
  }

  /**
   * A link styled as a button; false without a URL.
   * @param {string} words @param {string | null | undefined} url @param {string} [kind] @param {object} [more]
   */
  link(words, url, kind = '', more = {}) {
    return isWeb(url) && h('a', { class: `button ${kind}`, part: `button ${kind}`.trim(), href: url, ...more }, words);
  }

  /** A plain link; false without a URL. @param {string} words @param {string} url */
  plainLink(words, url) {
    return isWeb(url) && h('a', { part: 'link', href: url }, words);
  }

  /** Announces a sentence in the live region, visibly and to screen readers. @param {string} sentence */
  say(sentence) {
    if (this.said !== sentence) this.#status.textContent = sentence;
  }

  /**
   * Shows next to the announcement that a prompt is open, with a button that cancels it.
   * @param {(() => void) | false} cancel  false: the prompt has ended
   */
  offerCancel(cancel) {
    this.#progress.classList.toggle('prompting', Boolean(cancel));
    if (!cancel) return this.#progress.replaceChildren(this.#status);
    this.#progress.prepend(passkeySymbol());
    this.#progress.append(this.button(this.text('common.cancel'), cancel, 'small', { id: 'cancel' }));
  }

  clear() {
    this.say('');
    this.offerCancel(false);
    this.#failure.replaceChildren();
  }

  /** The last announcement. */
  get said() {
    return this.#status.textContent;
  }

  /** Shows something below the announcement, even if the element is hidden. @param {...(Node | null | undefined | false)} nodes */
  showBelow(...nodes) {
    this.#card.hidden = false;
    this.#failure.replaceChildren(...kept(nodes));
  }

  /** Adds to what is shown below. @param {Node} node */
  addBelow(node) {
    this.#failure.append(node);
  }

  /** Shows something above all views of the element. @param {...(Node | string | null | undefined | false)} nodes */
  notify(...nodes) {
    this.#notice.replaceChildren(...kept(nodes));
    this.#notice.hidden = !this.#notice.firstChild;
  }

  /** Shows a failure, even if the element is hidden. @param {HTMLElement} panel */
  showFailure(panel) {
    this.showBelow(panel);
    /** @type {HTMLElement} */ (panel.firstElementChild).focus();
  }
}

/** @param {(Node | string | null | undefined | false)[]} nodes @returns {(Node | string)[]} those that are not empty */
function kept(nodes) {
  return /** @type {(Node | string)[]} */ (nodes.filter(Boolean));
}
