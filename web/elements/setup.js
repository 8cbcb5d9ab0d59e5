// setup.js: <latchkey-setup> offers to create a passkey, and then a second way in: recovery codes, or another passkey.
//
// Attributes, besides those of all elements:
//   offer          the user was sent here: it steps aside (latchkey-skipped) for people who have a passkey, who said
//                  "not now", or whose browser does not support passkeys, unless the policy requires a passkey. If it
//                  encourages a second way in, people who have none are asked once in each session. Right after a
//                  password login, the browser may create the passkey without a prompt (webauthn.conditional_create).
//                  After a login at Kratos with another device's passkey, it offers one on this device, once
//   ask-again-after  seconds for which "not now" is remembered, at least for the current session; absent: 30 days
//   passkeys-url   the page that lists the user's passkeys
//
// Events, besides those of all elements:
//   latchkey-registered  {passkey}
//   latchkey-recovery-codes  {left}   the user confirmed that they saved new codes; the event does not contain them
//   latchkey-stepped-up  {assurance?}   after setting up a passkey that policy requires: the session must use it once
//   latchkey-removed     {passkey, sessions, recovery_codes}   after a recovery code: each that the user lost
//   latchkey-skipped     {reason: 'not_now' | 'has_passkey' | 'not_supported'}   then it continues to return-to

import '../sdk/capabilities.js'; // at once, for upgrade()
import { LatchkeyError } from '../sdk/latchkey.js';
import { cantUse } from './cantuse.js';
import { h } from './dom.js';
import { asError, define, LatchkeyElement } from './element.js';
import { meansKey, whereKey } from './kind.js';
import { takeDue } from './localdue.js';
import { saidInThisSession, saidNotNow, sayNotNow } from './notnow.js';
import { questions } from './questions.js';
import { hasPasskey, lacksSecondWay, secondWay } from './secondway.js';
import { rememberUse } from './usedhere.js';

/** @typedef {import('../sdk/types.js').RegisteredPasskey} RegisteredPasskey */
/** @typedef {import('../sdk/types.js').Standing} Standing */

const THIRTY_DAYS = 30 * 24 * 3600;
const UPGRADE_WITHIN = 2_000; // milliseconds: nothing is drawn meanwhile, and a password manager that creates one does so without a prompt

export class LatchkeySetup extends LatchkeyElement {
  /** @type {Standing | undefined} the result of session(); undefined until known */
  #standing;
  #supported = true;
  /** Removes new recovery codes from the page; undefined if none are shown. @type {(() => void) | undefined} */
  #forgetCodes;
  #mustBeShown = false;

  async start() {
    const offer = this.hasAttribute('offer');
    const { connection } = this;
    offer ? this.hide() : this.wait();
    this.#supported = (await this.latchkey.capabilities()).passkeys;
    try {
      this.#standing = await this.latchkey.session();
    } catch (thrown) {
      const error = asError(thrown);
      if (connection !== this.connection) return;
      // Report a missing session now rather than after the prompt. Other failures can wait for the button.
      if (error.code === 'unauthenticated') return this.signedOut(error);
    }
    if (connection !== this.connection) return;
    const { enrol_until: until, enrolled_at: since } = this.#standing?.assurance ?? {};
    if (hasPasskey(this.#standing) && (until || (since && !offer))) return this.#replace(until, since).catch((error) => this.fail(error));
    const reason = offer && this.#reasonToSkip();
    if ((reason === 'has_passkey' && await this.#offersLocal()) || connection !== this.connection) return;
    if (reason) return void this.#skip(reason);
    const made = offer && this.#standing && !hasPasskey(this.#standing) && await this.#upgraded();
    if (connection !== this.connection) return;
    if (made) await this.#finish(made, 'upgraded_heading');
    else this.#draw();
  }

  /** Right after a password login, the browser may create the passkey by itself. Whatever fails, the ordinary offer follows. */
  async #upgraded() {
    const late = setTimeout(() => this.latchkey.cancel(), UPGRADE_WITHIN);
    const made = await this.latchkey.upgrade().catch(() => null);
    clearTimeout(late);
    return made;
  }

  /** What <latchkey-login> could not offer before Kratos had created the session. @returns {Promise<boolean>} whether it is offered */
  async #offersLocal() {
    const id = this.#standing?.identity.id ?? '', due = await takeDue(id);
    return due ? import('./localpasskey.js').then((module) => module.offerLocal(this, id, due.passkey, (made) => this.#afterLocal(made))).catch(() => false) : false;
  }

  /** @param {RegisteredPasskey} [made] */
  #afterLocal(made) {
    if (made ? this.navigate(this.setting('return-to')) : this.#skip('not_now')) return;
    if (made) return void this.#refresh().then(() => this.#done(made, 'done_heading')); // it may be the second way in
    this.show({ heading: this.text('setup.later_heading'), actions: [this.link(this.text('setup.manage'), this.setting('passkeys-url'))] });
  }

  /** @returns {string} "" if there is none */
  #reasonToSkip() {
    if (!this.#standing || this.#required()) return '';
    if (hasPasskey(this.#standing) && !this.#needsSecond()) return 'has_passkey';
    if (!this.#supported) return 'not_supported';
    // During a grace period, or for a second way in, a "not now" from an earlier session does not count.
    const said = this.#grace() || this.#needsSecond() ? saidInThisSession : saidNotNow;
    return said(this.#standing) ? 'not_now' : '';
  }

  /** End of the grace period before policy requires a passkey; "" if there is none. */
  #grace() {
    const { next, grace_until: until } = this.#standing ?? {};
    return next === 'enrol' && until && new Date(until) > new Date() ? until : '';
  }

  /** The policy asks for a second way in, and the user has none. */
  #needsSecond() {
    return lacksSecondWay(this.#standing) && this.#standing?.second_factor !== 'none';
  }

  /** The only way to continue is a passkey, or a second way in. */
  #required() {
    return this.#standing?.next === 'enrol' && !this.#grace();
  }

  /** @param {string} reason @returns {boolean} whether the user is taken elsewhere */
  #skip(reason) {
    return !this.emit('skipped', { reason }) || this.navigate(this.setting('return-to'));
  }

  #draw() {
    if (this.#standing?.next === 'reauthenticate') return this.signInAgain(this.#standing);
    if (this.#needsSecond()) return this.#drawSecond();
    if (!this.#supported) return this.#drawUnsupported();
    const another = hasPasskey(this.#standing);
    this.show({
      heading: this.text(another ? 'setup.another_heading' : 'setup.heading'),
      lead: this.#lead(another),
      body: another ? [] : questions(this, this.#standing),
      actions: [
        this.button(this.text('setup.action'), () => this.#register({}, another), 'primary', { id: 'register' }),
        another && this.link(this.text('setup.manage'), this.setting('passkeys-url')),
        !this.#required() && this.button(this.text('setup.later'), () => this.#later(), 'plain', { id: 'later' }),
        another && !this.#standing?.fresh_until && cantUse(this, 'session'),
      ],
    });
  }

  #drawSecond() {
    const key = this.#required() ? 'way_required_lead' : this.#grace() ? 'way_grace_lead' : 'way_lead';
    this.#showSecond(this.#standing?.second_ways ?? [], {
      heading: this.text('setup.way_heading'),
      lead: this.text(`setup.${key}`, { date: this.#grace() && this.time(this.#grace()).textContent }),
      onward: !this.#required() && this.button(this.text('setup.later'), () => this.#later(), 'plain', { id: 'later' }),
    });
  }

  /**
   * @param {string[]} ways
   * @param {{heading: string, lead: string, body?: (Node | false)[], onward: Node | false}} view
   */
  #showSecond(ways, { heading, lead, body = [], onward }) {
    const offered = secondWay(this, ways, {
      codes: () => this.#makeCodes(),
      // On another device or a security key: this device already has a passkey.
      passkey: this.#supported && (() => this.#register({ attachment: 'cross-platform' }, true)),
    });
    this.show({ heading, lead, body: [...body, ...offered.body], actions: [...offered.actions, onward] });
  }

  #makeCodes() {
    return this.attempt(this.byId('make'), 'setup.making_codes', async () => {
      // Load the sheet first: codes that cannot be shown are lost.
      const [{ showNewCodes }] = await Promise.all([import('./codesheet.js'), this.loadSections(['codesheet'])]);
      this.#forgetCodes = await showNewCodes(this, (left) => this.#codesKept(left));
    });
  }

  /** @param {number} left */
  #codesKept(left) {
    this.#end();
    if (!this.emit('recovery-codes', { left })) return;
    this.show({
      heading: this.text('setup.way_done_heading'),
      lead: this.text('setup.way_done_lead'),
      actions: [this.link(this.text('common.continue'), this.setting('return-to'), 'primary', { id: 'continue' })],
    });
  }

  #end() {
    this.#forgetCodes?.();
    this.#forgetCodes = undefined;
  }

  forget() {
    this.#end();
    super.forget();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#end();
  }

  /**
   * A recovery code was redeemed: the passkeys that the user has are lost, or one is.
   * @param {string} [until] when the grant ends @param {string} [since] when it was used: the question which one was lost is open
   */
  async #replace(until, since = '') {
    const { connection } = this;
    const [{ setUpAnew, askAgain }] = await Promise.all([import('./replace.js'), this.loadSections(['replace'])])
      .catch((cause) => { throw new LatchkeyError('network', { cause }); });
    if (connection !== this.connection) return;
    if (!until) return askAgain(this, since);
    const time = new Intl.DateTimeFormat(this.language, { timeStyle: 'short' }).format(new Date(until));
    setUpAnew(this, { heading: this.text('replace.heading'), lead: this.text('replace.lead', { time }) });
  }

  /** @param {boolean} another */
  #lead(another) {
    if (another) return this.text('setup.another_lead');
    if (this.#grace()) return this.text('setup.grace_lead', { date: this.time(this.#grace()).textContent });
    return this.text(this.#required() ? 'setup.required_lead' : 'setup.lead');
  }

  #drawUnsupported() {
    const code = globalThis.isSecureContext ? 'not_supported' : 'insecure_context';
    this.show({
      heading: this.text(`errors.${code}.what`),
      lead: this.text(`errors.${code}.next`),
      actions: [!this.#required() && this.link(this.text('setup.later'), this.setting('return-to'), '', { id: 'later' })],
    });
  }

  /** @param {{attachment?: 'cross-platform'}} options @param {boolean} another a further passkey: the device may first ask for an existing one */
  #register(options, another) {
    const waiting = another ? 'common.waiting_twice' : 'common.waiting';
    return this.attempt(this.byId('register'), waiting, async () => {
      const passkey = await this.latchkey.register(options);
      await this.#finish(passkey, 'done_heading');
    });
  }

  /** @param {RegisteredPasskey} passkey @param {string} heading key */
  async #finish(passkey, heading) {
    rememberUse(passkey.id);
    if (!this.emit('registered', { passkey })) return;
    await this.#refresh();
    this.#done(passkey, heading);
  }

  /** What the new passkey changed. If this fails, the app will find out, and ask. */
  async #refresh() {
    const before = this.#standing?.next;
    this.#standing = await this.latchkey.session().catch(() => undefined);
    // Owning a passkey does not satisfy a policy: the session must use it once.
    this.#mustBeShown = before === 'enrol' && this.#standing?.next === 'step_up';
  }

  /** @param {RegisteredPasskey} passkey @param {string} heading key */
  #done(passkey, heading) {
    const where = whereKey({ ...passkey, synced: passkey.synced || passkey.sync_eligible === true });
    const view = {
      heading: this.text(`setup.${heading}`),
      lead: this.text(passkey.sign_in_refused ? 'setup.refused_lead' : 'setup.done_lead', { name: passkey.name }),
      body: [
        h('p', {}, h('span', { class: 'badge', part: 'badge' }, this.text(where))),
        h('p', {}, this.text(meansKey(passkey, where))),
        this.#mustBeShown && h('p', {}, this.text('setup.show_lead')),
      ],
    };
    if (this.#mustBeShown) {
      this.show({ ...view, actions: [this.button(this.text('setup.show'), () => this.#show(), 'primary', { id: 'confirm' })] });
      return;
    }
    // A synced passkey survives its device. It needs another one only where nothing else is possible.
    const ways = (this.#standing?.second_ways ?? []).filter((way, _, all) => way !== 'passkey' || where !== 'common.synced' || all.length === 1);
    this.#showSecond(ways, { ...view, onward: !this.#required() && this.#onward(ways.length > 0) });
  }

  /** @param {boolean} offered something is offered, which is put off until the next session */
  #onward(offered) {
    const putOff = () => offered && this.#standing && sayNotNow(this.#standing, 0);
    return this.link(this.text('common.continue'), this.setting('return-to'), offered ? '' : 'primary', { id: 'continue', onclick: putOff })
      || this.link(this.text('setup.manage'), this.setting('passkeys-url'));
  }

  #show() {
    return this.attempt(this.byId('confirm'), 'common.waiting', async () => {
      const { assurance, passkey_id } = await this.latchkey.stepUp();
      if (passkey_id) rememberUse(passkey_id);
      if (!this.emit('stepped-up', { assurance })) return;
      await this.#refresh();
      if (lacksSecondWay(this.#standing)) return this.#drawSecond();
      if (this.navigate(this.setting('return-to'))) return this.say(this.text('common.confirmed_going'));
      this.show({ heading: this.text('common.confirmed'), lead: this.text('common.confirmed_lead') });
    });
  }

  #later() {
    const seconds = Number(this.getAttribute('ask-again-after') ?? THIRTY_DAYS);
    if (this.#standing) sayNotNow(this.#standing, seconds >= 0 ? seconds : THIRTY_DAYS);
    if (this.#skip('not_now')) return;
    this.show({ heading: this.text('setup.later_heading'), lead: this.text(hasPasskey(this.#standing) ? 'setup.way_later_lead' : 'setup.later_lead') });
  }
}

define('latchkey-setup', LatchkeySetup);
