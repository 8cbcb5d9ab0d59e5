// element.js: the base class of all elements, beyond their view: SDK, lifecycle, work in progress, outcomes and failures.
//
// An element renders into an open shadow root. Pages style it by parts (`::part(primary)`) and custom properties
// (`--latchkey-accent`), learn of every outcome by events, and replace any sentence by an attribute: `text-done-heading` of
// <latchkey-setup> replaces `setup.done_heading`.
//
// Attributes of all elements:
//   base-url       URL of Latchkey; absent: the origin of this module. Required in a bundle.
//   app-name       name of the application; absent: the host name of the page
//   home-url       on a page of Latchkey's own, its configured URL: another address links there if passkeys do not work here
//   return-to      where "Continue" and a completed task lead; absent: the element stays and only dispatches its event
//   login-url      the sign-in page
//   recover-url    the page for recovery codes
//   support-url, support-email   how to reach support
//   heading-level  1 to 5; absent: 2
//
// Events bubble and cross shadow roots. After preventDefault(), the element neither navigates nor shows its own view of the
// outcome.
//   latchkey-failed      {error: LatchkeyError}   a task failed; or the user closed the prompt (cancelled, timed_out)
//   latchkey-signed-out  {error: LatchkeyError}   there is no session

import { watchPrompts } from '../sdk/ceremony.js';
import { createLatchkey, LatchkeyError } from '../sdk/latchkey.js';
import { addressOf, isWeb } from './dom.js';
import { failurePanel, ways } from './failure.js';
import { View } from './view.js';

/**
 * Where this module came from; empty in a bundle and on a server. Not by `new URL(…, import.meta.url)`, for which bundlers look for a
 * file at build time.
 */
const HOME = /^(https?:.*)\/elements\/[^/]*$/.exec(import.meta.url)?.[1] ?? '';

/** The prompt was closed or not answered: no failure. */
const UNANSWERED = ['cancelled', 'timed_out'];

/** Announcements that say nothing of a prompt. All others do, and stay while one is open. */
const WORDLESS = ['common.working', 'admin.working'];

export class LatchkeyElement extends View {
  /** Made by the element. @type {import('../sdk/latchkey.js').Latchkey} */
  #made = createLatchkey({ baseUrl: HOME });
  /** A page may give the element its own, which it keeps. @type {import('../sdk/latchkey.js').Latchkey} */
  latchkey = this.#made;
  /** Once the element has said that passkeys do not work on this page: see misplaced.js. @type {ReturnType<typeof import('./misplaced.js').sayWhere> | undefined} */
  misplaced;
  /** The connection with work in progress; 0: none. */
  #busy = 0;
  #connection = 0;

  /** The back/forward cache may restore the page for another user, so clear it when leaving. */
  #left = () => {
    this.#connection++;
    this.latchkey.cancel();
    this.forget();
  };

  /** @param {PageTransitionEvent} event of a page restored from the back/forward cache */
  #back = (event) => {
    if (!event.persisted) return;
    this.#left();
    this.connectedCallback();
  };

  async connectedCallback() {
    addEventListener('pagehide', this.#left);
    addEventListener('pageshow', this.#back);
    const connection = ++this.#connection;
    await this.enter();
    try {
      if (this.latchkey === this.#made) this.latchkey = this.#made = createLatchkey({ baseUrl: this.getAttribute('base-url') ?? HOME, language: this.language });
    } catch (error) {
      return this.fail(error);
    }
    // A framework may have moved or removed the element meanwhile; only the last connection counts.
    if (connection !== this.#connection || !this.isConnected) return;
    this.misplaced = this.#checkPage();
    await this.start();
  }

  /** The address of Latchkey; "" in a bundle without base-url. */
  get base() {
    return (this.setting('base-url') || HOME).replace(/\/+$/, '');
  }

  /** Where a page checks this browser: see diagnose.js. */
  get diagnosisUrl() {
    return `${this.base}/diagnose`;
  }

  /** Whether the element is of little use where passkeys do not work. */
  get needsPasskeys() {
    return true;
  }

  /** Says at once if passkeys cannot work here. Latchkey is asked only from elsewhere than its own address. */
  async #checkPage() {
    if (!this.needsPasskeys) return undefined;
    const { base } = this, home = addressOf(this.setting('home-url') || base, location.href);
    if (globalThis.isSecureContext && globalThis.PublicKeyCredential && home?.origin === location.origin) return undefined;
    return import('./misplaced.js').then(({ sayWhere }) => sayWhere(this, base)).catch(() => undefined); // without it, the prompt's own failure says so
  }

  disconnectedCallback() {
    removeEventListener('pagehide', this.#left);
    removeEventListener('pageshow', this.#back);
    if (this.busy) this.latchkey.cancel();
    this.#connection++;
  }

  /** Clears the element; start() draws it again. */
  forget() {
    this.wait();
  }

  /** Draws the first view; the element is hidden until then. Overridden by each element. */
  async start() {}

  /** Counts connections to a page. Results of work that began in an earlier one are discarded. */
  get connection() {
    return this.#connection;
  }

  // --- Work and its outcome

  /** Work is in progress: attempt() would do nothing. */
  get busy() {
    return this.#busy > 0 && this.#busy === this.#connection;
  }

  /**
   * Runs one task at a time: announces it, offers to cancel its prompts, and shows a failure. The control stays focusable, so
   * that keyboard users keep their place.
   * @param {HTMLElement | null} control @param {string} waiting key of the announcement @param {() => Promise<void>} work
   * @returns {Promise<boolean>} whether it succeeded
   */
  async attempt(control, waiting, work) {
    if (this.busy || (control instanceof HTMLButtonElement && control.disabled)) return false;
    const connection = this.#busy = this.#connection;
    control?.setAttribute('aria-disabled', 'true');
    this.clear();
    const words = this.text(waiting);
    this.say(words);
    const end = watchPrompts((open) => {
      if (connection !== this.#connection) return;
      this.offerCancel(open && (() => this.latchkey.cancel()));
      this.say(open && WORDLESS.includes(waiting) ? this.text('common.waiting') : words);
    });
    try {
      await work();
      if (this.said === words) this.say('');
      return true;
    } catch (error) {
      if (connection === this.#connection) await this.fail(error, control, () => this.attempt(control, waiting, work)); // otherwise the element was disconnected
      return false;
    } finally {
      end();
      control?.removeAttribute('aria-disabled');
      if (this.#busy === connection) this.#busy = 0;
    }
  }

  /**
   * Loads what a rarely used view needs: its module and its sentences. Throws a LatchkeyError.
   * @template T @param {Promise<T>} module @param {...string} sections @returns {Promise<T>}
   */
  async fetched(module, ...sections) {
    const [loaded] = await Promise.all([module, this.loadSections(sections)]).catch((cause) => { throw new LatchkeyError('network', { cause }); });
    return loaded;
  }

  /**
   * Shows what happened, what to do next, and details for support.
   * @param {unknown} thrown @param {HTMLElement | null} [control] that began the task @param {() => void} [again] begins it once more
   */
  async fail(thrown, control, again) {
    this.say('');
    const error = asError(thrown);
    if (error.code === 'unauthenticated') return this.signedOut(error);
    if (!this.emit('failed', { error }) || (await this.misplaced)?.(error.code)) return;
    const { connection } = this;
    const [details] = await Promise.all([import('./supportdetails.js'), this.loadSections(['errors'])].map((loading) => loading.catch(() => {}))); // without them, the panel says less
    details?.tellDevelopers(error);
    const signOut = await details?.signOutWay(this, error) ?? [];
    if (connection !== this.connection) return;
    if (UNANSWERED.includes(error.code)) this.#unanswered(error, control, signOut);
    else {
      const panel = failurePanel(this, error, [...signOut, ...details?.supportDetails(this, error) ?? []]);
      this.showFailure(panel);
      details?.waitFor(this, error, control, panel);
    }
    if (again && error.otherRpIds[0]) (await import('./otherdomain.js')).offerOtherDomains(this, error, again);
  }

  /**
   * One quiet line, and the ways to continue without a passkey. The focus returns to where the task began.
   * @param {LatchkeyError} error @param {HTMLElement | null | undefined} control @param {HTMLElement[]} signOut
   */
  #unanswered(error, control, signOut) {
    this.showBelow(...ways(this, error), ...signOut);
    this.say(this.sentence(`${this.section}.cancelled`) ?? this.text('common.cancelled'));
    control?.focus();
  }

  /** @param {LatchkeyError} error */
  signedOut(error) {
    if (!this.emit('signed-out', { error })) return;
    this.show({
      heading: this.text('signed_out.heading'),
      lead: this.text('signed_out.lead'),
      actions: [this.link(this.text('signed_out.sign_in'), this.setting('login-url'), 'primary')],
    });
  }

  /** The session does not suffice for the next step, and nothing done in it would change that. @param {import('../sdk/types.js').Standing} standing */
  async signInAgain(standing) {
    const { connection } = this;
    const loaded = await this.fetched(import('./stale.js'), 'stale').catch((error) => this.fail(error));
    if (loaded && connection === this.connection) loaded.signInAgain(this, standing);
  }

  /**
   * A URL at Kratos with the return_to of login-url, so that it leads back to this page. The server's own URL leads to its
   * default page.
   * @param {string} url
   */
  backFrom(url) {
    const login = addressOf(this.setting('login-url')), target = addressOf(url, location.href);
    if (!isWeb(url) || !target || login?.origin !== target.origin) return url;
    const here = login.searchParams.get('return_to');
    if (here) target.searchParams.set('return_to', here);
    return target.href;
  }

  /**
   * Dispatches the event of an outcome. False: the page called preventDefault() and handles it.
   * @template {keyof import('./types.js').Details} Name
   * @param {Name} outcome @param {import('./types.js').Details[Name]} detail
   */
  emit(outcome, detail) {
    return this.dispatchEvent(new CustomEvent(`latchkey-${outcome}`, { detail, bubbles: true, composed: true, cancelable: true }));
  }

  /** Navigates to a URL, if there is one. @param {string | undefined | null} url @returns {boolean} whether it navigates */
  navigate(url) {
    if (!isWeb(url)) return false;
    location.assign(/** @type {string} */ (url));
    return true;
  }
}

/** The SDK throws only LatchkeyError; anything else is a bug here. @param {unknown} thrown */
export function asError(thrown) {
  return thrown instanceof LatchkeyError ? thrown : new LatchkeyError('unknown', { cause: thrown });
}

/**
 * Registers an element; not on a server. If a page loads it twice, from a bundle and from the service, the first one stays.
 * @param {string} name @param {CustomElementConstructor} constructor
 */
export function define(name, constructor) {
  const registry = globalThis.customElements;
  if (registry && !registry.get(name)) registry.define(name, constructor);
}
