// secondstep.js: what follows a new passkey on the set-up page: where the passkey is, and a second way in, without which people are
// locked out when they lose their only passkey: recovery codes, or another passkey.

import { cantUse } from './cantuse.js';
import { h } from './dom.js';
import { meansKey, whereKey } from './kind.js';
import { sayNotNow } from './notnow.js';
import { lacksSecondWay } from './secondway.js';
import { rememberUse } from './usedhere.js';

/** @typedef {import('./element.js').LatchkeyElement} Host with the sentences of "setup" and "secondstep" */
/** @typedef {import('../sdk/types.js').RegisteredPasskey} RegisteredPasskey */
/** @typedef {import('../sdk/types.js').Standing} Standing */

/**
 * What the page knows and does.
 * @typedef {object} Page
 * @property {() => Standing | undefined} standing
 * @property {() => boolean} supported this browser can create passkeys
 * @property {() => boolean} required there is no other way to continue
 * @property {() => string} grace end of the grace period, or ""
 * @property {() => Promise<void>} refresh fetches the standing
 * @property {() => void} register another passkey, elsewhere
 * @property {() => void} later
 * @property {() => HTMLElement | false} away leads away, if the policy or this browser leaves no other way
 * @property {() => HTMLElement} help whom to ask
 */

export class SecondStep {
  #host;
  #page;
  /** Removes new recovery codes from the page; undefined if none are shown. @type {(() => void) | undefined} */
  #forgetCodes;

  /** @param {Host} host @param {Page} page */
  constructor(host, page) {
    this.#host = host;
    this.#page = page;
  }

  forget() {
    this.#forgetCodes?.();
    this.#forgetCodes = undefined;
  }

  /** Asks people who have a passkey, and nothing else. */
  ask() {
    const host = this.#host, grace = this.#page.grace(), required = this.#page.required();
    const key = required ? 'way_required_lead' : grace ? 'way_grace_lead' : 'way_lead';
    this.#offer(this.#page.standing()?.second_ways ?? [], {
      heading: host.text('setup.way_heading'),
      lead: host.text(`setup.${key}`, { date: grace && host.time(grace).textContent }),
      body: [required && this.#page.help()],
      onward: required ? this.#page.away() : host.button(host.text('setup.later'), () => this.#page.later(), 'plain', { id: 'later' }),
      lost: !this.#page.standing()?.fresh_until && cantUse(host, 'session'), // both ways take the passkey first
    });
  }

  /**
   * @param {RegisteredPasskey} passkey @param {string} heading key
   * @param {boolean} mustBeShown owning a passkey does not satisfy the policy: the session must use it once
   */
  done(passkey, heading, mustBeShown) {
    const host = this.#host;
    const where = whereOf(passkey), ways = waysAfter(passkey, this.#page.standing());
    const advised = where !== 'common.synced' && !mustBeShown && ways.includes('passkey');
    const view = {
      heading: host.text(`setup.${heading}`),
      lead: host.text(passkey.sign_in_refused ? 'setup.refused_lead' : 'setup.done_lead', { name: passkey.name }),
      body: [
        h('p', {}, h('span', { class: 'badge', part: 'badge' }, host.text(where))),
        h('p', {}, host.text(meansKey(passkey, where)), advised && ` ${host.text('setup.second_twice')}`),
        mustBeShown && h('p', {}, host.text('setup.show_lead')),
      ],
    };
    if (mustBeShown) {
      host.show({ ...view, actions: [host.button(host.text('setup.show'), () => this.#show(), 'primary', { id: 'confirm' }), cantUse(host, 'session')] });
      return;
    }
    this.#offer(ways, { ...view, onward: !this.#page.required() && this.#onward(ways.length > 0), advised });
  }

  /**
   * @param {string[]} ways
   * @param {{heading: string, lead: string, body?: (Node | false)[], onward: Node | false, lost?: Node | false, advised?: boolean}} view
   *   advised: the body says already to set up a second passkey
   */
  #offer(ways, { heading, lead, body = [], onward, lost = false, advised = false }) {
    const offered = secondWay(this.#host, ways, { codes: () => this.#makeCodes(), passkey: this.#page.supported() && this.#page.register }, advised);
    this.#host.show({ heading, lead, body: [...body, ...offered.body], actions: [...offered.actions, onward, lost] });
  }

  /** @param {boolean} offered something is offered, which is put off until the next session */
  #onward(offered) {
    const host = this.#host, standing = this.#page.standing();
    return host.link(host.text('common.continue'), host.setting('return-to'), offered ? '' : 'primary',
      { id: 'continue', onclick: () => offered && standing && sayNotNow(standing, 0) })
      || host.link(host.text('setup.manage'), host.setting('passkeys-url'));
  }

  #show() {
    const host = this.#host;
    return host.attempt(host.byId('confirm'), 'common.waiting', async () => {
      const { assurance, passkey_id } = await host.latchkey.stepUp();
      if (passkey_id) rememberUse(passkey_id);
      if (!host.emit('stepped-up', { assurance })) return;
      await this.#page.refresh();
      if (lacksSecondWay(this.#page.standing())) return this.ask();
      if (host.navigate(host.setting('return-to'))) return host.say(host.text('common.confirmed_going'));
      host.show({ heading: host.text('common.confirmed'), lead: host.text('common.confirmed_lead') });
    });
  }

  #makeCodes() {
    const host = this.#host;
    return host.attempt(host.byId('make'), 'setup.making_codes', async () => {
      // Load the sheet first: codes that cannot be shown are lost.
      const { showNewCodes } = await host.fetched(import('./codesheet.js'), 'codesheet');
      this.#forgetCodes = await showNewCodes(host, (left) => this.#codesKept(left));
    });
  }

  /** @param {number} left */
  #codesKept(left) {
    const host = this.#host;
    this.forget();
    if (!host.emit('recovery-codes', { left })) return;
    host.show({
      heading: host.text('setup.way_done_heading'),
      lead: host.text('setup.way_done_lead'),
      actions: [host.link(host.text('common.continue'), host.setting('return-to'), 'primary', { id: 'continue' })],
    });
  }
}

/** @param {RegisteredPasskey} passkey */
const whereOf = (passkey) => whereKey({ ...passkey, synced: passkey.synced || passkey.sync_eligible === true });

/**
 * The second ways in to offer after a new passkey. A synced one survives its device, and needs another only where nothing else is
 * possible.
 * @param {RegisteredPasskey} passkey @param {Standing} [standing]
 */
export function waysAfter(passkey, standing) {
  return (standing?.second_ways ?? []).filter((way, _, all) => way !== 'passkey' || whereOf(passkey) !== 'common.synced' || all.length === 1);
}

/**
 * What the ways are, and a button for each. The first one is the main action.
 * @param {import('./view.js').View} host @param {string[]} ways of second_ways of the standing
 * @param {{codes: () => void, passkey: (() => void) | false}} actions @param {boolean} [advised] to set up a second passkey
 * @returns {{body: HTMLElement[], actions: HTMLElement[]}}
 */
export function secondWay(host, ways, { codes, passkey }, advised = false) {
  /** @type {{body: HTMLElement[], actions: HTMLElement[]}} */
  const { body, actions } = { body: [], actions: [] };
  /** @param {string[]} leads @param {string} words @param {() => void} act @param {string} id */
  const offer = (leads, words, act, id) => {
    if (leads.length) body.push(h('p', { class: 'quiet' }, leads.map((lead) => host.text(`setup.${lead}`)).join(' ')));
    actions.push(host.button(host.text(`setup.${words}`), act, actions.length ? '' : 'primary', { id }));
  };
  if (ways.includes('recovery_codes')) offer(['codes_lead'], 'codes', codes, 'make');
  if (ways.includes('passkey') && passkey) offer(advised ? [] : ['second_lead', 'second_twice'], 'second', passkey, 'register');
  return { body, actions };
}
