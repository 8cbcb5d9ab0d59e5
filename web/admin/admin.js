// admin.js: <latchkey-admin>, the console for support staff, auditors and admins. Each view is a module of its own. Controls that
// the role does not allow are hidden; the server enforces roles in any case.
//
// Attributes, besides those of all elements:
//   step-up-url   the page that asks for a passkey, on the public listener
//   step-up-here  this page can ask for a passkey itself, because it is on the public listener
//   setup-url     where a passkey is set up
//   environment   the name of the installation

import { addressOf, breakable, endQuestion, h } from '../elements/dom.js';
import { asError, define } from '../elements/element.js';
import { LatchkeyError } from '../sdk/error.js';
import { connectAdmin } from './client.js';
import { Console } from './console.js';
import { parseRoute, returnToPlace, routeTo } from './route.js';
import { adminSheet } from './style.js';

/** @typedef {import('./console.js').View} View */

/** In the order of the navigation; `of` is the view that leads to one. @type {Record<string, {scope: string, load: (id: string) => Promise<View>, filter?: Record<string, string>, of?: string}>} */
const VIEWS = {
  people: { scope: 'read', load: (id) => id ? import('./person.js') : import('./people.js') },
  diagnosis: { scope: 'read', load: () => import('./diagnosis.js'), of: 'people' },
  passkeys: { scope: 'read', load: () => import('./passkeys.js') },
  revocations: { scope: 'read', load: (id) => id ? import('./revocationdetail.js') : import('./revocations.js'), of: 'passkeys' },
  approvals: { scope: 'read', load: () => import('./approvals.js') },
  resets: { scope: 'read', load: () => import('./resets.js'), filter: { state: 'pending' } },
  audit: { scope: 'read', load: () => import('./audit.js') },
  adoption: { scope: 'read', load: () => import('./adoption.js') },
  deliveries: { scope: 'read', load: () => import('./deliveries.js'), filter: { state: 'dead' } },
  keys: { scope: 'keys', load: () => import('./keys.js') },
};

/** The entry of the navigation that a view belongs to. @param {string} view */
const sectionOf = (view) => VIEWS[view] ? VIEWS[view].of ?? view : 'people';

/** Codes that end the visit: no session, or no role any more. */
const ENDS = ['unauthenticated', 'forbidden'];

/** What failed, in words for staff, reasons why something is refused, and labels of fields; loaded on demand. */
export const sections = ['admin-refusals'];

export class LatchkeyAdmin extends Console {
  #nav = h('nav');
  /** The field that the last refusal named. */
  #field = '';
  #follow = () => { this.draw(); };
  #check = () => { this.#stillIn(); };

  constructor() {
    super();
    this.wear(adminSheet);
    this.shadowRoot?.prepend(this.#nav);
  }

  async start() {
    this.client = connectAdmin(this.setting('base-url'), this.hasAttribute('step-up-here') ? () => this.latchkey.stepUp() : null);
    returnToPlace();
    addEventListener('hashchange', this.#follow);
    document.addEventListener('visibilitychange', this.#check);
    await this.#enter();
  }

  /** On the public listener, like the page for recovery codes. */
  get diagnosisUrl() {
    return addressOf('diagnose', this.setting('recover-url'))?.href ?? '';
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('hashchange', this.#follow);
    document.removeEventListener('visibilitychange', this.#check);
  }

  /** The back/forward cache keeps neither names nor a dialog. */
  forget() {
    this.#close();
    super.forget();
  }

  async #enter() {
    this.forget();
    const me = await this.load(() => this.client.get('/me'));
    if (!me) return;
    this.me = me;
    await this.draw();
  }

  /** The session may have ended in another tab, or the role may be gone, while this tab was in the background: it shows people's data. */
  async #stillIn() {
    const { me, connection } = this;
    if (document.hidden || !me || this.shadowRoot?.querySelector('dialog .once')) return; // what is shown once stays
    const error = await this.client.get('/me').then(() => undefined, asError);
    if (connection !== this.connection || this.me !== me || !ENDS.includes(error?.code ?? '')) return;
    this.#close();
    await this.fail(error);
  }

  // --- Views

  /** Draws the view that the address names. */
  async draw() {
    if (!this.me) return this.#enter();
    const drawn = ++this.drawn;
    endQuestion(this);
    const route = parseRoute(location.hash);
    if (!VIEWS[route.view] || !this.may(VIEWS[route.view].scope)) route.view = 'people';
    this.#drawNav(route.view);
    const view = await this.need(() => VIEWS[route.view].load(route.id));
    if (view && drawn === this.drawn) await view.draw(this, route);
  }

  /** @param {string} current */
  #drawNav(current) {
    const { me } = this;
    const links = Object.entries(VIEWS).filter(([, { scope, of }]) => !of && this.may(scope)).map(([name, { filter }]) => {
      const href = routeTo(name, '', filter);
      const onclick = () => { if (location.hash === href) this.draw(); }; // again, such as after a failure
      return h('li', {}, h('a', { href, onclick, 'aria-current': name === sectionOf(current) && 'page' }, this.text(`admin.nav_${name}`)));
    });
    const role = me?.role && this.text(`admin.role_${me.role}`);
    const environment = this.getAttribute('environment');
    this.#nav.replaceChildren(h('ul', {}, ...links), h('div', { class: 'who' },
      environment && h('span', { class: 'badge', part: 'badge' }, environment),
      h('p', { class: 'quiet' }, ...breakable(me?.role ? this.text('admin.signed_in', { login: me.login ?? me.actor.id, role }) : this.text('admin.by_key'))),
      me?.role && this.button(this.text('admin.sign_out'), () => this.#signOut(), 'small plain')));
    this.#nav.setAttribute('aria-label', this.text('admin.title'));
  }

  /** By the listener that the console is on: see signout.js. */
  endSession() {
    return this.client.post('/sign-out', {});
  }

  async #signOut() {
    if (!await this.attempt(null, 'admin.working', () => this.endSession())) return;
    this.signedOut(new LatchkeyError('unauthenticated'));
  }

  /** Some failures have other sentences for staff. @param {string} key @param {Record<string, unknown>} [values] */
  sentence(key, values = {}) {
    return super.sentence(`admin-refusals.${key}`, { field: this.#label(), ...values }) ?? super.sentence(key, values);
  }

  /** The field that a refusal names, as its label. */
  #label() {
    return super.sentence(`admin-refusals.field_${this.#field}`) ?? this.#field;
  }

  // --- Refusals

  /** @param {unknown} thrown @param {HTMLElement | null} [control] @returns {Promise<void>} */
  async fail(thrown, control) {
    const error = asError(thrown);
    this.#field = String(error.problem?.field ?? '');
    const unproven = error.code === 'step_up_required' || error.code === 'aal2_required';
    const enter = () => this.#enter(), { drawn, connection } = this;
    if (!this.me && unproven) return this.#access(({ confirmFirst }) => confirmFirst(this, error, enter));
    if (!this.me && error.code === 'forbidden') return this.#access(({ noRole }) => noRole(this, enter));
    await this.loadSections(sections).catch(() => {}); // without them, the sentences for users
    if (drawn !== this.drawn || connection !== this.connection) return;
    const elsewhere = this.me && this.displayed !== location.hash; // the view failed to load, and another one is displayed
    if (elsewhere || !this.shadowRoot?.querySelector('.h1')) {
      this.show({ heading: this.text(elsewhere ? `admin.nav_${sectionOf(parseRoute(location.hash).view)}` : 'admin.title') });
      this.displayed = undefined;
    }
    await super.fail(error, control);
    if (error.ways[0] || unproven || error.code === 'enrolment_required') await this.fetched(import('./access.js'), 'admin-access').then((access) => access.wayOn(this, error), () => {});
    else if (!this.me || elsewhere) this.shadowRoot?.querySelector('.failure')?.append(this.button(this.text('admin.retry'), this.me ? () => this.#reload() : enter, 'small'));
  }

  /** Browsers keep a module that has failed to load until the page is loaded again, which takes a server that answers. */
  async #reload() {
    if (await this.load(() => this.client.get('/me'))) location.reload();
  }

  /** @param {import('../sdk/latchkey.js').LatchkeyError} error */
  signedOut(error) {
    this.#close();
    if (this.emit('signed-out', { error })) this.#access(({ signedOut }) => signedOut(this));
  }

  /** Rarely needed, so loaded on demand. @param {(access: typeof import('./access.js')) => void} draw */
  async #access(draw) {
    const access = await this.need(() => import('./access.js'));
    if (access) draw(access);
  }

  #close() {
    this.me = null;
    this.drawn++; // what is still being loaded is discarded
    endQuestion(this);
    this.names.clear();
    this.keys.clear();
    this.#nav.replaceChildren();
  }
}

define('latchkey-admin', LatchkeyAdmin);
