// element.js: what all elements share beside their view: the SDK, their life in a page, work and waiting, outcomes and failure.
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
import { addressOf, isWeb } from './dom.js';
import { failurePanel } from './failure.js';
import { View } from './view.js';

const HOME = new URL('..', import.meta.url).href.replace(/\/$/, '');

export class LatchkeyElement extends View {
  /** @type {import('../sdk/latchkey.js').Latchkey} */
  latchkey = createLatchkey({ baseUrl: HOME });
  /** The connection in which something is under way; 0: none. */
  #busy = 0;
  #connection = 0;

  /** Browsers keep a page as it was left, for the Back button. Whoever presses it may be somebody else: nothing is kept. */
  #left = () => {
    this.#connection++;
    this.latchkey.cancel();
    this.forget();
  };

  /** @param {PageTransitionEvent} event of a page that comes back as it was left */
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
    if (this.hasAttribute('base-url')) this.latchkey = createLatchkey({ baseUrl: this.setting('base-url') });
    // A framework may have moved or removed it meanwhile; the last connection is the one that counts.
    if (connection === this.#connection && this.isConnected) await this.start();
  }

  disconnectedCallback() {
    removeEventListener('pagehide', this.#left);
    removeEventListener('pageshow', this.#back);
    if (this.busy) this.latchkey.cancel();
    this.#connection++;
  }

  /** Takes what is on the screen out of the page; start() draws anew. */
  forget() {
    this.wait();
  }

  /** Draws the first view. Each element has its own. Until then nothing of it is to be seen. */
  async start() {}

  /** What tells one connection to a page from the next: work that began in another is nobody's any more. */
  get connection() {
    return this.#connection;
  }

  // --- Work and its outcome

  /** Something is under way: attempt() would do nothing. */
  get busy() {
    return this.#busy > 0 && this.#busy === this.#connection;
  }

  /**
   * One piece of work at a time: says what is waited for, and shows the failure if it fails. The control stays
   * focusable, so that a keyboard does not lose its place.
   * @param {HTMLElement | null} control @param {string} waiting a key @param {() => Promise<void>} work
   * @returns {Promise<boolean>} whether it succeeded
   */
  async attempt(control, waiting, work) {
    if (this.busy) return false;
    const connection = this.#busy = this.#connection;
    control?.setAttribute('aria-disabled', 'true');
    this.clear();
    const words = this.text(waiting);
    this.say(words);
    try {
      await work();
      if (this.said === words) this.say('');
      return true;
    } catch (error) {
      if (connection === this.#connection) this.fail(error); // else nobody is there to hear it
      return false;
    } finally {
      control?.removeAttribute('aria-disabled');
      if (this.#busy === connection) this.#busy = 0;
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
    this.showFailure(failurePanel(this, error));
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
