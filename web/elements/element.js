// element.js: what all elements share: the SDK, sentences, views, and how work, waiting, outcomes and failure are shown.
//
// An element draws itself into an open shadow root. Pages style it by parts (`::part(primary)`) and custom properties
// (`--latchkey-accent`), hear of every outcome by events, and replace any of its sentences by an attribute: the sentence
// `setup.done_heading` of <latchkey-setup> is `text-done-heading`.
//
// Attributes of all elements:
//   base-url       where Latchkey answers; absent: where this module came from. A bundled copy needs it.
//   app-name       what people know the application by; absent: the host name of the page
//   return-to      where "Continue" and a finished task lead; absent: the element stays and only sends its event
//   login-url      where people sign in who are not
//   recover-url    where a recovery code can be used
//   support-url, support-email   whom to turn to
//   heading-level  1 to 5; absent: 2
//
// Events bubble and cross shadow roots. Who calls preventDefault() does the rest: the element neither navigates nor shows
// its own view of the outcome.
//   latchkey-failed      {error: LatchkeyError}   a task failed
//   latchkey-signed-out  {error: LatchkeyError}   there is no session

import { createLatchkey, LatchkeyError } from '../sdk/latchkey.js';
import { addressOf, h, isWeb } from './dom.js';
import { failurePanel } from './failure.js';
import { fill, languageOf, lookUp, sentencesOf } from './messages.js';
import { sheet } from './style.js';

/** @typedef {import('./messages.js').Sentences} Sentences */

const HOME = new URL('..', import.meta.url).href.replace(/\/$/, '');

export class LatchkeyElement extends HTMLElement {
  /** @type {import('../sdk/latchkey.js').Latchkey} */
  latchkey = createLatchkey({ baseUrl: HOME });
  /** The primary subtag: "de" of "de-AT". */
  language = 'en';
  /** @type {Sentences} */
  #sentences = {};
  #busy = false;
  #connection = 0;
  #drawn = false;
  #card = h('div', { class: 'card', part: 'card', hidden: true });
  #head = h('div', { class: 'view' });
  #status = h('p', { class: 'status', part: 'status', role: 'status' });
  #failure = h('div', { class: 'view' });
  #foot = h('div', { class: 'view' });

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet];
    this.#card.append(this.#head, this.#status, this.#failure, this.#foot);
    root.append(this.#card);
  }

  async connectedCallback() {
    const connection = ++this.#connection;
    this.#drawn = false;
    this.language = languageOf(this);
    this.#sentences = await sentencesOf(this.language, this.sections);
    if (this.hasAttribute('base-url')) this.latchkey = createLatchkey({ baseUrl: this.setting('base-url') });
    // A framework may have moved or removed it meanwhile; the last connection is the one that counts.
    if (connection === this.#connection && this.isConnected) await this.start();
  }

  /** Loads the sentences of further sections, for a view that not everybody comes to. @param {string[]} sections */
  async learn(sections) {
    this.#sentences = { ...this.#sentences, ...await sentencesOf(this.language, sections) };
  }

  disconnectedCallback() {
    this.#connection++;
    if (this.#busy) this.latchkey.cancel();
  }

  /** Draws the first view. Each element has its own. Until then nothing of it is to be seen. */
  async start() {}

  /** What tells one connection to a page from the next: work that began in another is nobody's any more. */
  get connection() {
    return this.#connection;
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

  /** The parts of the messages that it needs, besides those that all share. */
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

  /**
   * An address at Kratos that leads back to this page, where login-url says how to come back from there. The server's own
   * answer leads to its default page.
   * @param {string} url
   */
  backFrom(url) {
    const login = addressOf(this.setting('login-url')), target = addressOf(url, location.href);
    if (!isWeb(url) || !target || login?.origin !== target.origin) return url;
    const here = login.searchParams.get('return_to');
    if (here) target.searchParams.set('return_to', here);
    return target.href;
  }

  /** Says something in the live region, for eyes and screen readers alike. @param {string} sentence */
  say(sentence) {
    this.#status.textContent = sentence;
  }

  clear() {
    this.say('');
    this.#failure.replaceChildren();
  }

  // --- Work and its outcome

  /** Something is under way: attempt() would do nothing. */
  get busy() {
    return this.#busy;
  }

  /**
   * One piece of work at a time: says what is waited for, and shows the failure if it fails. The control stays
   * focusable, so that a keyboard does not lose its place.
   * @param {HTMLElement | null} control @param {string} waiting a key @param {() => Promise<void>} work
   * @returns {Promise<boolean>} whether it succeeded
   */
  async attempt(control, waiting, work) {
    if (this.#busy) return false;
    this.#busy = true;
    control?.setAttribute('aria-disabled', 'true');
    this.clear();
    const connection = this.#connection;
    const words = this.text(waiting);
    this.say(words);
    try {
      await work();
      if (this.#status.textContent === words) this.say('');
      return true;
    } catch (error) {
      if (connection === this.#connection) this.fail(error); // else nobody is there to hear it
      return false;
    } finally {
      control?.removeAttribute('aria-disabled');
      this.#busy = false;
    }
  }

  /**
   * What happened, what to do next, and what support will ask for.
   * @param {unknown} thrown
   */
  fail(thrown) {
    this.say('');
    const error = asError(thrown);
    if (error.code === 'unknown') console.error(error, error.cause);
    if (error.code === 'unauthenticated') return this.signedOut(error);
    if (!this.tell('failed', { error })) return;
    const panel = failurePanel(this, error);
    this.#card.hidden = false;
    this.#failure.replaceChildren(panel);
    /** @type {HTMLElement} */ (panel.firstElementChild).focus();
  }

  /** @param {LatchkeyError} error */
  signedOut(error) {
    if (!this.tell('signed-out', { error })) return;
    this.show({
      heading: this.text('signed_out.heading'),
      lead: this.text('signed_out.lead'),
      actions: [this.link(this.text('signed_out.sign_in'), this.setting('login-url'), 'primary')],
    });
  }

  /**
   * The session is too old for what comes next. Kratos would send who is signed in straight back, unless asked to refresh.
   * @param {import('../sdk/types.js').Standing} standing
   */
  signInAgain({ ways }) {
    const refresh = ways?.find(({ way }) => way === 'kratos')?.url;
    this.show({
      heading: this.text('stale.heading'),
      lead: this.text('stale.lead'),
      actions: [this.link(this.text('signed_out.sign_in'), refresh ? this.backFrom(refresh) : this.setting('login-url'), 'primary')],
    });
  }

  /**
   * Tells the page of an outcome. False: it said preventDefault(), and does the rest itself.
   * @param {string} outcome @param {object} [detail]
   */
  tell(outcome, detail = {}) {
    return this.dispatchEvent(new CustomEvent(`latchkey-${outcome}`, { detail, bubbles: true, composed: true, cancelable: true }));
  }

  /** Goes to an address, where there is one. @param {string | undefined | null} url @returns {boolean} whether it does */
  leave(url) {
    if (!isWeb(url)) return false;
    location.assign(/** @type {string} */ (url));
    return true;
  }
}

/** The SDK throws nothing else; what does not come from it is a fault of ours. @param {unknown} thrown */
export function asError(thrown) {
  return thrown instanceof LatchkeyError ? thrown : new LatchkeyError('unknown', { cause: thrown });
}

/**
 * Registers an element. A page that loads it twice, by its own bundle and from the service, keeps the first.
 * @param {string} name @param {CustomElementConstructor} constructor
 */
export function define(name, constructor) {
  if (!customElements.get(name)) customElements.define(name, constructor);
}

/** @param {(Node | string | null | undefined | false)[]} nodes @returns {(Node | string)[]} those that are there */
function kept(nodes) {
  return /** @type {(Node | string)[]} */ (nodes.filter(Boolean));
}
