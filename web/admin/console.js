// console.js: what every view of the console works with: who is signed in, the calls to the admin API, loading, changes that
// need a reason, and a few common parts. Views import this module; admin.js imports the views.

import { h } from '../elements/dom.js';
import { LatchkeyElement } from '../elements/element.js';
import { LatchkeyError } from '../sdk/error.js';
import { connectAdmin } from './client.js';

/** @typedef {import('./route.js').Route} Route */
/** @typedef {{sections: string[], draw: (host: Console, route: Route) => Promise<unknown>}} View */
/** @typedef {{actor: {kind: string, id?: string}, login?: string, role?: string, scopes: string[], reset_approvals: number, sinks: string[]}} Me */

export class Console extends LatchkeyElement {
  /** @type {Me | null} null while unknown */
  me = null;
  client = connectAdmin('', null);
  /** Login names of people, by ID; see names.js. @type {Map<string, string>} */
  names = new Map();
  /** Names of admin keys, by ID: apart, so that a key called like a person is never taken for them. @type {Map<string, string>} */
  keys = new Map();
  /** Counts the views drawn so far. Work that began in an earlier one is discarded. */
  drawn = 0;
  /** The fragment of the view that is displayed. @type {string | undefined} */
  displayed;

  /** @param {string} scope */
  may(scope) {
    return Boolean(this.me?.scopes.includes(scope));
  }

  /** Draws the view that the address names. */
  async draw() {}

  /** @param {string} hash as routeTo() makes it */
  go(hash) {
    if (location.hash === hash) this.draw();
    else location.hash = hash;
  }

  /**
   * The browser keeps the title in its history, so it never contains a user's address.
   * @param {Parameters<LatchkeyElement['show']>[0] & {title?: string}} view
   */
  show(view) {
    super.show(view);
    this.displayed = location.hash;
    const title = (view.title ?? view.heading).replaceAll('\u00ad', ''); // soft hyphens of long words
    document.title = `${title} · ${this.text('admin.title')} · ${this.setting('app-name')}`;
  }

  // --- Work

  /**
   * Fetches what a view shows. If the user has gone to another view meanwhile, the result is discarded.
   * @template T @param {() => Promise<T>} work @returns {Promise<T | undefined>} undefined if it failed or was discarded
   */
  async load(work) {
    const { drawn, connection } = this;
    const current = () => drawn === this.drawn && connection === this.connection;
    const words = this.text('admin.loading');
    this.say(words);
    try {
      const found = await work();
      if (!current()) return undefined;
      if (this.said === words) this.say('');
      return found;
    } catch (error) {
      if (current()) this.fail(error);
      return undefined;
    }
  }

  /**
   * A module with the sentences that it uses, loaded on demand.
   * @template {{sections: string[]}} T @param {() => Promise<T>} start @returns {Promise<T | undefined>}
   */
  need(start) {
    return this.load(async () => {
      const module = await fetched(start());
      await fetched(this.loadSections(module.sections));
      return module;
    });
  }

  /**
   * Asks for a reason, then makes a change.
   * @template T @param {HTMLElement} control @param {import('./action.js').Question} question
   * @param {(fields: Record<string, string>) => Promise<T>} work @param {(result: T) => string} done the sentence that reports the result
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
   * Makes a change, redraws the view and reports the result.
   * @template T @param {HTMLElement} control @param {() => Promise<T>} work @param {(result: T) => string} done the sentence that reports the result
   */
  change(control, work, done) {
    return this.attempt(control, 'admin.working', async () => {
      const result = await work();
      await this.draw();
      this.say(done(result));
    });
  }

  // --- Parts

  /** @param {string} at RFC 3339 */
  when(at) {
    const words = new Intl.DateTimeFormat(this.language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));
    return h('time', { datetime: at }, words);
  }

  /** A labelled value; null if there is no value. @param {string} name @param {Node | string | null | undefined | false} value */
  fact(name, value) {
    return value ? h('div', {}, h('dt', {}, name), h('dd', {}, value)) : null;
  }

  /** A secondary paragraph. @param {string} words */
  quiet(words) {
    return h('p', { class: 'quiet' }, words);
  }

  /** A section with a heading. @param {string} heading @param {...(Node | string | null | undefined | false)} content */
  chapter(heading, ...content) {
    return h('section', {}, this.heading(1, heading), ...content);
  }
}

/** A module that cannot be loaded is a network failure. @template T @param {Promise<T>} loading @returns {Promise<T>} */
export function fetched(loading) {
  return loading.catch((cause) => { throw new LatchkeyError('network', { cause }); });
}
