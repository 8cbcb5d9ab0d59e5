// view.js: what an element shows and in whose words: one card with a heading, a live region, a failure and what can be done.

import { h, isWeb } from './dom.js';
import { fill, languageOf, lookUp, merged, sentencesOf } from './messages.js';
import { sheets } from './style.js';

/** @typedef {import('./messages.js').Sentences} Sentences */

export class View extends HTMLElement {
  /** The primary subtag: "de" of "de-AT". */
  language = 'en';
  /** @type {Sentences} */
  #sentences = {};
  #drawn = false;
  #card = h('div', { class: 'card', part: 'card', hidden: true });
  #head = h('div', { class: 'view' });
  #status = h('p', { class: 'status', part: 'status', role: 'status' });
  #failure = h('div', { class: 'view' });
  #foot = h('div', { class: 'view' });

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = sheets;
    this.#card.append(this.#head, this.#status, this.#failure, this.#foot);
    root.append(this.#card);
  }

  // --- Words

  /** Starts anew, in the language of the place where it is now. */
  async enter() {
    this.#drawn = false;
    this.language = languageOf(this);
    await this.learn(this.sections);
  }

  /** Loads the sentences of further sections, for a view that not everybody comes to. @param {string[]} sections */
  async learn(sections) {
    const learnt = await sentencesOf(this.language, sections);
    this.#sentences = merged(this.#sentences, learnt);
  }

  /** @param {string} name @returns {string} an attribute; "" when it is absent */
  setting(name) {
    return this.getAttribute(name) ?? '';
  }

  /**
   * @param {string} key dotted, as in the messages file @param {Record<string, unknown>} [values]
   * @returns {string}
   */
  text(key, values = {}) {
    const own = key.startsWith(`${this.section}.`) && this.getAttribute(`text-${key.split('.')[1].replaceAll('_', '-')}`);
    const sentence = own || (lookUp(this.#sentences, key) ?? key);
    return fill(sentence, { app: this.setting('app-name') || location.hostname, ...values });
  }

  /** The element's own part of the messages file: "step-up" of <latchkey-step-up>. */
  get section() {
    return this.localName.replace('latchkey-', '');
  }

  /** The parts of the messages that it needs from the start, besides those that all share. */
  get sections() {
    return [this.section];
  }

  /** @param {string} key @param {Record<string, unknown>} [values] @returns {string | undefined} */
  sentence(key, values = {}) {
    return lookUp(this.#sentences, key) && this.text(key, values);
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
   * Shows one view. Focus goes to its heading, but not with the first one: a page that has just loaded keeps its own.
   * @param {{heading: string, lead?: string, body?: (Node | string | null | undefined | false)[],
   *   actions?: (Node | null | undefined | false)[]}} view
   */
  show({ heading, lead, body = [], actions = [] }) {
    this.clear();
    this.#head.replaceChildren(this.heading(0, heading), ...kept([lead && h('p', { class: 'lead', part: 'lead' }, lead), ...body]));
    const row = kept(actions);
    this.#foot.replaceChildren(...(row.length ? [h('div', { class: 'actions', part: 'actions' }, ...row)] : []));
    if (this.#drawn) this.#head.firstElementChild.focus();
    this.#drawn = true;
    this.#card.hidden = false;
  }

  /** Says that the first view is on its way, for a network that takes its time. */
  wait() {
    this.clear();
    this.#head.replaceChildren();
    this.#foot.replaceChildren();
    this.say(this.text('common.working'));
    this.#card.hidden = false;
  }

  /** Steps aside: there is nothing to say. */
  hide() {
    this.#card.hidden = true;
  }

  /** @param {number} below how many levels below the element's own @param {string} words */
  heading(below, words) {
    const level = Math.min(6, (Number(this.setting('heading-level')) || 2) + below);
    return h(`h${level}`, { class: `h${below + 1}`, part: 'heading', tabindex: '-1' }, words);
  }

  /** @param {string} words @param {() => void} onclick @param {string} [kind] @param {object} [more] */
  button(words, onclick, kind = '', more = {}) {
    return h('button', { type: 'button', class: kind, part: `button ${kind}`.trim(), onclick, ...more }, words);
  }

  /**
   * A link that looks like a button; nothing where there is no address.
   * @param {string} words @param {string | null | undefined} url @param {string} [kind] @param {object} [more]
   */
  link(words, url, kind = '', more = {}) {
    return isWeb(url) && h('a', { class: `button ${kind}`, part: `button ${kind}`.trim(), href: url, ...more }, words);
  }

  /** A link that looks like one. @param {string} words @param {string} url */
  plainLink(words, url) {
    return isWeb(url) && h('a', { part: 'link', href: url }, words);
  }

  /** Says something in the live region, for eyes and screen readers alike. @param {string} sentence */
  say(sentence) {
    this.#status.textContent = sentence;
  }

  clear() {
    this.say('');
    this.#failure.replaceChildren();
  }

  /** What was last said. */
  get said() {
    return this.#status.textContent;
  }

  /** Shows a failure, also where the element had stepped aside. @param {HTMLElement} panel */
  showFailure(panel) {
    this.#card.hidden = false;
    this.#failure.replaceChildren(panel);
    /** @type {HTMLElement} */ (panel.firstElementChild).focus();
  }
}

/** @param {(Node | string | null | undefined | false)[]} nodes @returns {(Node | string)[]} those that are there */
function kept(nodes) {
  return /** @type {(Node | string)[]} */ (nodes.filter(Boolean));
}
