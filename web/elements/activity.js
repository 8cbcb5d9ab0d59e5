// activity.js: recent events of the account in plain sentences, newest first. Loaded on demand.

import { h } from './dom.js';
import { LatchkeyError } from '../sdk/latchkey.js';

/** @typedef {import('../sdk/types.js').Activity} Event */

export class Activity {
  #host;
  /** Of the next page. @type {string | undefined} */
  #token;
  #loading = false;
  #list = h('ol', { class: 'events' });
  #status = h('p', { class: 'status', role: 'status' });
  #more;
  element = h('div', { class: 'view' });

  /** @param {import('./element.js').LatchkeyElement} host */
  constructor(host) {
    this.#host = host;
    this.#more = host.button(host.text('activity.more'), () => this.#load(), 'small', { hidden: true });
    this.element.append(this.#list, this.#status, this.#more);
  }

  /** Reloads the list from the newest event. */
  refresh() {
    this.#token = undefined;
    return this.#load();
  }

  async #load() {
    if (this.#loading) return;
    this.#loading = true;
    this.#status.textContent = this.#host.text('common.working');
    const asked = this.#more.matches(':focus');
    try {
      const pageToken = this.#token;
      const { events, next_page_token } = await this.#host.latchkey.activity({ pageToken });
      this.#show(events, Boolean(pageToken), asked);
      this.#token = next_page_token;
      this.#more.textContent = this.#host.text('activity.more');
      this.#more.hidden = !next_page_token;
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#loading = false;
    }
  }

  /** @param {Event[]} events @param {boolean} further a page after the first @param {boolean} asked by its button, which may disappear */
  #show(events, further, asked) {
    const items = events.map((event) => eventItem(this.#host, event));
    if (further) this.#list.append(...items);
    else this.#list.replaceChildren(...items);
    this.#status.textContent = this.#list.childElementCount ? '' : this.#host.text('activity.none');
    if (asked) items[0]?.focus();
  }

  /** Does not take the focus: the activity is secondary on this page. @param {unknown} error */
  #failed(error) {
    this.#status.textContent = '';
    if (error instanceof LatchkeyError && error.code === 'unauthenticated') return this.#host.fail(error);
    this.#status.textContent = this.#host.text('activity.failed');
    this.#more.textContent = this.#host.text('activity.retry');
    this.#more.hidden = false;
  }
}

/** @param {import('./element.js').LatchkeyElement} host @param {Event} event */
function eventItem(host, event) {
  const key = `activity.${event.type.replaceAll('.', '_')}`;
  const sentence = host.sentence(`${key}_${event.by}`) ?? host.sentence(key) ?? host.text('activity.other', { type: event.type });
  const by = event.by === 'support' ? host.text('activity.by_support') : '';
  const when = new Intl.DateTimeFormat(host.language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(event.at));
  const browser = event.device && host.text('activity.browser', { ...event.device });
  // A passkey is often named after the browser in which it was created.
  const more = new Set([event.passkey?.name, by, browser, event.ip].filter(Boolean));
  return h('li', { tabindex: '-1' },
    h('p', {}, sentence),
    h('p', { class: 'quiet' }, h('time', { datetime: event.at }, when), ...Array.from(more).flatMap((word) => [' · ', h('bdi', {}, word)])));
}
