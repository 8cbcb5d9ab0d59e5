// admin.js: <latchkey-admin> is the console for support staff, auditors and admins: who is calling, what they may see, and
// one view at a time, each a module of its own. What a role may not do is not shown; the server refuses it anyway.
//
// Attributes, besides those of all elements:
//   step-up-url   the page that asks for a passkey, on the public listener
//   step-up-here  this page may ask itself: it is on the public listener, too
//   setup-url     where a passkey is set up

import { endQuestion } from '../elements/confirm.js';
import { h } from '../elements/dom.js';
import { asError, define, LatchkeyElement } from '../elements/element.js';
import { LatchkeyError } from '../sdk/latchkey.js';
import { connectAdmin } from './client.js';
import { parseRoute, returnToPlace, routeTo } from './route.js';
import { adminSheet } from './style.js';

/** @typedef {import('./route.js').Route} Route */
/** @typedef {{sections: string[], draw: (host: LatchkeyAdmin, route: Route) => Promise<unknown>}} View */
/** @typedef {{actor: {kind: string, id?: string}, login?: string, role?: string, scopes: string[], reset_approvals: number}} Me */

/** In the order of the navigation. @type {Record<string, {scope: string, load: () => Promise<View>, filter?: Record<string, string>}>} */
const VIEWS = {
  people: { scope: 'read', load: () => import('./people.js') },
  passkeys: { scope: 'read', load: () => import('./passkeys.js') },
  approvals: { scope: 'read', load: () => import('./approvals.js') },
  resets: { scope: 'read', load: () => import('./resets.js'), filter: { state: 'pending' } },
  audit: { scope: 'read', load: () => import('./audit.js') },
  adoption: { scope: 'read', load: () => import('./adoption.js') },
  deliveries: { scope: 'read', load: () => import('./deliveries.js'), filter: { state: 'dead' } },
  keys: { scope: 'keys', load: () => import('./keys.js') },
};

/** Why something is forbidden is rarely said: these are loaded when it is. */
export const sections = ['admin-refusals'];

export class LatchkeyAdmin extends LatchkeyElement {
  /** @type {Me | null} null while unknown */
  me = null;
  client = connectAdmin('', null);
  #nav = h('nav');
  #turn = 0;
  #field = '';
  #explained = false;
  #follow = () => { this.draw(); };

  constructor() {
    super();
    const root = /** @type {ShadowRoot} */ (this.shadowRoot);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, adminSheet];
    root.prepend(this.#nav);
  }

  async start() {
    this.client = connectAdmin(this.setting('base-url'), this.hasAttribute('step-up-here') ? () => this.latchkey.stepUp() : null);
    returnToPlace();
    addEventListener('hashchange', this.#follow);
    await this.#enter();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('hashchange', this.#follow);
  }

  /** @param {string} scope */
  may(scope) {
    return Boolean(this.me?.scopes.includes(scope));
  }

  async #enter() {
    this.#close();
    this.wait();
    const me = await this.load(() => this.client.get('/me'));
    if (!me) return;
    this.me = me;
    await this.draw();
  }

  // --- Views

  /** @param {string} hash of routeTo() */
  go(hash) {
    if (location.hash === hash) this.draw();
    else location.hash = hash;
  }

  /** Draws the view that the address names. */
  async draw() {
    if (!this.me) return this.#enter();
    const turn = ++this.#turn;
    endQuestion(this);
    const route = parseRoute(location.hash);
    if (!VIEWS[route.view] || !this.may(VIEWS[route.view].scope)) route.view = 'people';
    this.#drawNav(route.view);
    const view = await this.load(async () => {
      const module = await fetched(VIEWS[route.view].load());
      await fetched(this.learn(module.sections));
      return module;
    });
    if (view && turn === this.#turn) await view.draw(this, route);
  }

  /**
   * The title goes into the history of the browser, so a person's address does not stand in it.
   * @param {Parameters<LatchkeyElement['show']>[0] & {title?: string}} view
   */
  show(view) {
    super.show(view);
    document.title = `${view.title ?? view.heading} · ${this.text('admin.title')} · ${this.setting('app-name')}`;
  }

  /** @param {string} current */
  #drawNav(current) {
    const { me } = this;
    const links = Object.entries(VIEWS).filter(([, { scope }]) => this.may(scope)).map(([name, { filter }]) =>
      h('li', {}, h('a', { href: routeTo(name, '', filter), 'aria-current': name === current && 'page' }, this.text(`admin.nav_${name}`))));
    const role = me?.role && this.text(`admin.role_${me.role}`);
    this.#nav.replaceChildren(h('ul', {}, ...links),
      h('p', { class: 'quiet' }, me?.role ? this.text('admin.signed_in', { login: me.login ?? me.actor.id, role }) : this.text('admin.by_key')));
    this.#nav.setAttribute('aria-label', this.text('admin.title'));
  }

  /**
   * Asks for what a view shows. Whoever goes to another view meanwhile hears no more of this one.
   * @template T @param {() => Promise<T>} work @returns {Promise<T | undefined>} undefined: it failed, or nobody is there
   */
  async load(work) {
    const turn = this.#turn, connection = this.connection;
    const here = () => turn === this.#turn && connection === this.connection;
    this.say(this.text('admin.loading'));
    try {
      const found = await work();
      if (!here()) return undefined;
      this.say('');
      return found;
    } catch (error) {
      if (here()) this.fail(error);
      return undefined;
    }
  }

  /**
   * A change that needs a reason, which it asks for first.
   * @template T @param {HTMLElement} control @param {import('./action.js').Question} question
   * @param {(fields: Record<string, string>) => Promise<T>} work @param {(result: T) => string} done a sentence
   */
  async act(control, question, work, done) {
    if (this.busy) return;
    const dialog = await this.load(() => fetched(import('./action.js')));
    const fields = await dialog?.askReason(this, question);
    if (!dialog || !fields) return;
    await this.change(control, async () => {
      const result = await work(fields);
      dialog.forgetReason();
      return result;
    }, done);
  }

  /**
   * Makes a change, draws the view anew and says what came of it.
   * @template T @param {HTMLElement} control @param {() => Promise<T>} work @param {(result: T) => string} done a sentence
   */
  change(control, work, done) {
    return this.attempt(control, 'admin.working', async () => {
      const result = await work();
      await this.draw();
      this.say(done(result));
    });
  }

  // --- Words

  /** @param {string} at RFC 3339 */
  when(at) {
    const words = new Intl.DateTimeFormat(this.language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));
    return h('time', { datetime: at }, words);
  }

  /** A fact with its name; nothing where it is empty. @param {string} name @param {Node | string | null | undefined | false} value */
  fact(name, value) {
    return value ? h('div', {}, h('dt', {}, name), h('dd', {}, value)) : null;
  }

  /** An aside. @param {string} words */
  quiet(words) {
    return h('p', { class: 'quiet' }, words);
  }

  /** A part of a view, under a heading. @param {string} heading @param {...(Node | string | null | undefined | false)} content */
  chapter(heading, ...content) {
    return h('section', {}, this.heading(1, heading), ...content);
  }

  /** Some failures read differently to staff. @param {string} key @param {Record<string, unknown>} [values] */
  sentence(key, values = {}) {
    return super.sentence(`admin.${key}`, { field: this.#field, ...values }) ?? super.sentence(`admin-refusals.${key}`, values) ?? super.sentence(key, values);
  }

  // --- Doors that are closed

  /** @param {unknown} thrown */
  fail(thrown) {
    const error = asError(thrown);
    this.#field = String(error.problem?.field ?? '');
    const unproven = error.code === 'step_up_required' || error.code === 'aal2_required';
    const enter = () => this.#enter();
    if (this.me && error.code === 'forbidden' && error.reason && !this.#explained) {
      this.#explained = true;
      return void fetched(this.learn(sections)).catch(() => {}).finally(() => this.fail(thrown));
    }
    if (!this.me && unproven) return this.#door(({ confirmFirst }) => confirmFirst(this, error, enter));
    if (!this.me && error.code === 'forbidden') return this.#door(({ noRole }) => noRole(this, enter));
    if (!this.shadowRoot?.querySelector('.h1')) this.show({ heading: this.text('admin.title') }); // the view never came
    super.fail(error);
    const panel = this.shadowRoot?.querySelector('.failure');
    const way = unproven ? 'step-up-url' : error.code === 'enrolment_required' && 'setup-url';
    if (way) this.#door(({ leaving }) => panel?.querySelector('p')?.after(h('div', { class: 'actions' }, leaving(this, unproven ? 'admin.confirm' : 'admin.setup', this.setting(way)))));
    else if (!this.me && panel) panel.append(this.button(this.text('admin.retry'), enter, 'small'));
  }

  /** @param {import('../sdk/latchkey.js').LatchkeyError} error */
  signedOut(error) {
    this.#close();
    if (this.tell('signed-out', { error })) this.#door(({ signedOut }) => signedOut(this));
  }

  /** Few ever come to these, so they are loaded when somebody does. @param {(doors: typeof import('./doors.js')) => void} draw */
  async #door(draw) {
    const doors = await this.load(() => fetched(import('./doors.js')));
    if (doors) draw(doors);
  }

  #close() {
    this.me = null;
    this.#nav.replaceChildren();
  }
}

/** What cannot be loaded is a failure of the way to the server. @template T @param {Promise<T>} loading @returns {Promise<T>} */
export function fetched(loading) {
  return loading.catch((cause) => { throw new LatchkeyError('network', { cause }); });
}

define('latchkey-admin', LatchkeyAdmin);
