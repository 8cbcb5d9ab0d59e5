// passkeys.js: <latchkey-passkeys> lists a user's passkeys: add, rename in place, and remove after stating the consequences.
// Below are the recovery codes, if enabled, and the recent activity.
//
// Attributes, besides those of all elements:
//   asked           the user was sent here: there is a link back to return-to
//   recovery-codes  show recovery codes; absent: as the server is configured
//   not-me-url      the page for removing a passkey that is not the user's (latchkey-not-me); absent: no link
//
// Events, besides those of all elements and of <latchkey-recovery-codes>:
//   latchkey-registered, latchkey-renamed  {passkey}
//   latchkey-removed           {passkey, sessions, recovery_codes}
//   latchkey-factor-confirmed  {factor}          "yes, it is mine"
//   latchkey-factor-disowned   {factor, kept}    "no, remove it"

import { cantUse } from './cantuse.js';
import { endQuestion, h } from './dom.js';
import { define, LatchkeyElement } from './element.js';
import { listSheet } from './liststyle.js';
import { lossUnanswered } from './lossanswer.js';
import { inOrder, nearLimit, passkeyItem, signingIn } from './passkeyitem.js';

/** @typedef {import('../sdk/types.js').OwnPasskey} Passkey */

/** Attributes passed on to <latchkey-recovery-codes>. */
const SHARED = ['base-url', 'app-name', 'login-url', 'recover-url', 'support-url', 'support-email'];

export class LatchkeyPasskeys extends LatchkeyElement {
  /** @type {Passkey[]} */
  #passkeys = [];
  #limit = 0;
  /** @type {import('../sdk/types.js').Standing | undefined} undefined until known */
  #standing;
  /** @type {import('./activity.js').Activity | undefined} loaded when opened */
  #activity;
  #hadSome = false;
  /** @type {Record<string, any>} the parts of the view that change */
  #parts = {};
  #sections = h('div', { class: 'sections' });

  constructor() {
    super();
    this.wear(listSheet);
    this.shadowRoot?.append(this.#sections);
  }

  async start() {
    endQuestion(this);
    this.#draw();
    await this.#load();
  }

  forget() {
    super.forget();
    this.#sections.replaceChildren();
  }

  #draw() {
    const parts = this.#parts = {
      lead: h('p', { class: 'lead', part: 'lead', hidden: true }, this.text('passkeys.lead')),
      count: h('p', { class: 'quiet', hidden: true }),
      questions: h('div', { hidden: true }),
      list: h('ul', { class: 'list', part: 'list', 'aria-label': this.text('passkeys.heading') }),
      none: h('div', { class: 'item none', part: 'item', hidden: true }),
      add: this.button(this.text('passkeys.add'), () => this.#change((change) => change.add(this, this.#list, parts.add)), 'primary', { id: 'add', hidden: true }),
      retry: this.button(this.text('passkeys.retry'), () => this.#load(), '', { id: 'retry', hidden: true }),
      notMe: h('p', { class: 'quiet', hidden: true }, this.plainLink(this.text('passkeys.not_mine'), this.setting('not-me-url'))),
      full: h('p', { class: 'quiet', hidden: true }, this.text('passkeys.full')),
      cantUse: h('div', { hidden: true }, cantUse(this, 'session')),
    };
    const back = this.hasAttribute('asked') && this.link(this.text('passkeys.back'), this.setting('return-to'), 'plain');
    this.#sections.replaceChildren();
    this.#activity = undefined;
    this.show({
      heading: this.text('passkeys.heading'),
      body: [parts.questions, parts.lead, parts.count, parts.list, parts.notMe, parts.none],
      actions: [parts.add, parts.full, parts.retry, back, parts.cantUse],
    });
  }

  #load() {
    return this.attempt(this.#parts.retry, 'passkeys.loading', async () => {
      const asked = this.#parts.retry.matches(':focus'); // it is about to go
      await this.#refresh();
      if (asked) this.focusHeading();
    });
  }

  async #fetch() {
    const [{ passkeys, limit }, standing] = await Promise.all([this.latchkey.list(), this.latchkey.session().catch(() => undefined)]);
    this.#passkeys = passkeys;
    this.#limit = limit;
    this.#standing = standing;
    if (passkeys.length) return [];
    const { invitation } = await this.fetched(import('./questions.js'), 'questions');
    return invitation(this, standing); // the first view of <latchkey-setup>
  }

  /** Fetches the list and draws it. */
  async #refresh() {
    const { list, lead, count, none, add, retry, full, notMe, cantUse } = this.#parts;
    const invitation = await this.#fetch().catch((error) => { retry.hidden = false; throw error; });
    const passkeys = this.#passkeys, limit = this.#limit, some = passkeys.length > 0;
    list.replaceChildren(...inOrder(passkeys).map((passkey) => passkeyItem(this, passkey, {
      rename: (control, name) => this.#change((change) => change.rename(this, this.#list, control, passkey, name)),
      remove: (control) => this.#change((change) => change.remove(this, this.#list, control, passkey)),
    })));
    list.hidden = !some;
    lead.hidden = !some || signingIn(passkeys, this.#standing).length < passkeys.length; // "any of these"
    none.replaceChildren(...invitation);
    none.hidden = some;
    count.textContent = this.text('passkeys.count', { count: passkeys.length, limit });
    count.hidden = !nearLimit(passkeys.length, limit);
    add.textContent = this.text(some ? 'passkeys.add' : 'setup.action');
    full.hidden = passkeys.length < limit;
    notMe.hidden = !some || !notMe.firstElementChild;
    const granted = some && this.#standing?.assurance.enrol_until;
    add.hidden = passkeys.length >= limit || Boolean(granted);
    await this.#drawQuestions(granted);
    cantUse.hidden = Boolean(granted) || !this.#needsProof;
    retry.hidden = true;
    this.byId('another')?.remove();
    this.#drawSections();
  }

  /** Draws the activity once, and redraws the codes when the first passkey is added or the last removed. */
  #drawSections() {
    this.#activity?.refresh();
    const some = this.#passkeys.length > 0;
    const { codes } = this.#parts;
    if (!codes || (some !== this.#hadSome && !codes.showing)) this.#drawCodes();
    this.#hadSome = some;
    if (!this.#sections.querySelector('details')) this.#sections.append(h('details', { class: 'card', part: 'card activity', ontoggle: (/** @type {any} */ event) => this.#openActivity(event.target) },
      h('summary', { class: 'h2' }, this.text('passkeys.activity'))));
  }

  /** @param {boolean} [ended] the codes ended with a passkey or factor */
  #drawCodes(ended = false) {
    this.#parts.codes?.remove();
    this.#parts.codes = undefined;
    if (this.#standing ? !mayHaveCodes(this.#standing) : !this.hasAttribute('recovery-codes')) return;
    // Its sentences first, which it cannot do without once it is defined.
    this.fetched(this.loadSections(['recovery-codes']).then(() => import('./recovery-codes.js'))).catch((error) => this.fail(error));
    const shared = SHARED.filter((name) => this.hasAttribute(name)).map((name) => [name, this.setting(name)]);
    this.#parts.codes = h('latchkey-recovery-codes', { ...Object.fromEntries(shared), 'heading-level': (Number(this.setting('heading-level')) || 2) + 1, inside: true, ended });
    this.#sections.prepend(this.#parts.codes);
  }

  /**
   * Continues what a recovery code began, or asks about unconfirmed factors at Kratos; and says which passkeys it keeps. Factors here
   * have no `vouched`. None is essential to the page, so a failure here is ignored.
   * @param {string | false | undefined} granted until then, one passkey may be created without another
   */
  async #drawQuestions(granted) {
    const { questions } = this.#parts, passkeys = this.#passkeys;
    const { factors = [], assurance } = this.#standing ?? {}, since = lossUnanswered(assurance?.enrolled_at);
    const asked = factors.some((f) => f.vouched == null) ? factors.filter((f) => f.vouched === false) : [];
    const drawn = await (passkeys.length && (granted || since)
      ? this.fetched(import('./replacement.js'), 'replace').then((module) => module.replacement(this, this.#list, granted, since))
      : asked[0] && this.fetched(import('./factors.js'), 'factors').then((module) => module.questions(this, asked, this.#list)))?.catch(() => {});
    questions.hidden = !drawn;
    questions.replaceChildren(drawn || '');
    if (factors.some((f) => f.added_at) || passkeys.some((p) => p.rp_id != passkeys[0].rp_id || p.step_up_only || p.suspended || p.compromised || p.attested)) {
      await import('./kept.js').then((kept) => kept.draw(this, passkeys, factors), () => 0);
    }
  }

  /** Loads the activity and its sentences on demand. @param {HTMLDetailsElement} details */
  async #openActivity(details) {
    if (!details.open || details.childElementCount > 1) return;
    const loaded = await this.fetched(import('./activity.js'), 'activity').catch((error) => {
      details.open = false;
      this.fail(error);
    });
    if (!loaded || details.childElementCount > 1) return;
    this.#activity = new loaded.Activity(this);
    details.append(this.#activity.element);
    await this.#activity.refresh();
  }

  /** @param {import('../sdk/latchkey.js').LatchkeyError} error */
  signedOut(error) {
    this.#sections.replaceChildren();
    super.signedOut(error);
  }

  /** @type {import('./passkeychange.js').List} */
  #list = {
    parts: () => this.#parts,
    passkeys: () => this.#passkeys,
    signingIn: () => signingIn(this.#passkeys, this.#standing),
    codesLeft: () => this.#standing?.recovery_codes ?? 0,
    standing: () => this.#standing,
    needsProof: () => this.#needsProof,
    fetch: () => this.#fetch(),
    refresh: () => this.#refresh(),
    redraw: () => { this.#draw(); return this.#refresh(); },
    codesEnded: () => this.#drawCodes(true),
  };

  // --- Actions. Each dispatches its event before redrawing the list, which may fail.

  /** The server will first ask for a step-up. */
  get #needsProof() {
    const until = this.#standing?.fresh_until;
    return this.#passkeys.length > 0 && !(until && new Date(until) > new Date());
  }

  /** @param {(change: typeof import('./passkeychange.js')) => Promise<unknown>} work */
  async #change(work) {
    const change = !this.busy && await this.fetched(import('./passkeychange.js'), 'passkeychange').catch((error) => this.fail(error));
    if (change) await work(change);
  }
}

/**
 * Without a passkey or another factor to confirm the request with, none can be created.
 * @param {import('../sdk/types.js').Standing} standing
 */
function mayHaveCodes({ recovery_codes: left, factors }) {
  return left != null && (left > 0 || factors.length > 0);
}

define('latchkey-passkeys', LatchkeyPasskeys);
