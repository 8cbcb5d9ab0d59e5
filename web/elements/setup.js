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
import { cantUse } from './cantuse.js';
import { h } from './dom.js';
import { asError, define, LatchkeyElement } from './element.js';
import { takeDue } from './localdue.js';
import { lossUnanswered } from './lossanswer.js';
import { saidInThisSession, saidNotNow, sayNotNow } from './notnow.js';
import { questions } from './questions.js';
import { hasPasskey, lacksSecondWay } from './secondway.js';
import { rememberUse } from './usedhere.js';

/** @typedef {import('../sdk/types.js').RegisteredPasskey} RegisteredPasskey */
/** @typedef {import('../sdk/types.js').Standing} Standing */
/** @typedef {import('./types.js').Details['skipped']['reason']} Reason */

const THIRTY_DAYS = 30 * 24 * 3600;
const UPGRADE_WITHIN = 2_000; // milliseconds: nothing is drawn meanwhile, and a password manager that creates one does so without a prompt

export class LatchkeySetup extends LatchkeyElement {
  /** @type {Standing | undefined} the result of session(); undefined until known */
  #standing;
  #supported = true;
  #mustBeShown = false;
  /** What follows a passkey; loaded when needed. @type {import('./secondstep.js').SecondStep | undefined} */
  #step;

  get sections() {
    return [...super.sections, 'questions'];
  }

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
    const { enrol_until: until, enrolled_at } = this.#standing?.assurance ?? {}, since = lossUnanswered(enrolled_at);
    if (hasPasskey(this.#standing) && (until || (since && !offer))) return this.#replace(until, since).catch((error) => this.fail(error));
    const reason = offer && this.#reasonToSkip();
    if ((reason === 'has_passkey' && await this.#offersLocal()) || connection !== this.connection) return;
    if (reason) return void this.#skip(reason);
    const made = offer && this.#standing && !hasPasskey(this.#standing) && await this.#upgraded();
    if (connection !== this.connection) return;
    if (made) await this.#finish(made, 'upgraded_heading').catch((error) => this.fail(error));
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
    if (made) return void this.#refresh().then(() => this.#nextStep()).then((step) => step.done(made, 'done_heading', false)).catch((error) => this.fail(error)); // it may be the second way in
    this.show({ heading: this.text('setup.later_heading'), actions: [this.link(this.text('setup.manage'), this.setting('passkeys-url'))] });
  }

  /** @returns {Reason | ''} "" if there is none */
  #reasonToSkip() {
    if (!this.#standing || this.#required()) return '';
    if (hasPasskey(this.#standing) && !this.#needsSecond()) return 'has_passkey';
    if (!this.#supported) return 'not_supported';
    // During a grace period, or for a second way in, a "not now" from an earlier session does not count.
    const said = this.#grace() || this.#needsSecond() ? saidInThisSession : saidNotNow;
    return said(this.#standing) ? 'not_now' : '';
  }

  /** Until when the user can continue without what policy requires; "" if there is no such time. */
  #grace() {
    const { next, grace_until, deadline } = this.#standing ?? {}, until = next === 'enrol' ? grace_until : deadline;
    return until && new Date(until) > new Date() ? until : '';
  }

  /** The policy asks for a second way in, and the user has none. */
  #needsSecond() {
    return lacksSecondWay(this.#standing) && this.#standing?.second_factor !== 'none';
  }

  /** The only way to continue is a passkey, or a second way in. */
  #required() {
    return this.#standing?.next === 'enrol' && !this.#grace();
  }

  /** @param {Reason} reason @returns {boolean} whether the user is taken elsewhere */
  #skip(reason) {
    return !this.emit('skipped', { reason }) || this.navigate(this.setting('return-to'));
  }

  #draw() {
    if (this.#standing?.next === 'reauthenticate') return this.signInAgain(this.#standing);
    if (this.#needsSecond()) return void this.#askSecond().catch((error) => this.fail(error));
    const another = hasPasskey(this.#standing);
    this.show({
      heading: this.text(another ? 'setup.another_heading' : 'setup.heading'),
      lead: this.#lead(another),
      body: [...another ? [] : questions(this, this.#standing), this.#required() && this.#help()],
      actions: [
        this.#supported && this.button(this.text('setup.action'), () => this.#register({}, another), 'primary', { id: 'register' }), // else the notice says why
        another && this.link(this.text('setup.manage'), this.setting('passkeys-url')),
        this.#away(),
        another && !this.#standing?.fresh_until && cantUse(this, 'session'),
      ],
    });
  }

  /** Leads away without a passkey: only where policy requires none, or where this browser cannot create one. */
  #away() {
    if (!this.#supported) return this.button(this.text(this.#required() ? 'setup.back' : 'setup.later'), () => this.#elsewhere(), '', { id: 'later' });
    return !this.#required() && this.button(this.text('setup.later'), () => this.#later(), 'plain', { id: 'later' });
  }

  /** Nothing is remembered: another browser may ask again. */
  #elsewhere() {
    if (this.#skip('not_supported')) return;
    if (this.#required()) return this.say(this.text('setup.elsewhere'));
    this.show({ heading: this.text('setup.later_heading'), lead: this.text('setup.later_lead') });
  }

  /** Whom to ask, for users who can neither set up a passkey nor continue without. */
  #help() {
    const place = h('div', { class: 'view' });
    import('./otherways.js').then(({ drawSupport }) => drawSupport(this, place)).catch(() => {}); // without it, the page says less
    return place;
  }

  forget() {
    this.#step?.forget();
    super.forget();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#step?.forget();
  }

  /**
   * A recovery code was redeemed: the passkeys that the user has are lost, or one is.
   * @param {string} [until] when the grant ends @param {string} [since] when it was used: the question which one was lost is open
   */
  async #replace(until, since = '') {
    const { connection } = this;
    if (!until) {
      const { askAgain } = await this.fetched(import('./lostpasskey.js'), 'replace', 'lostpasskey');
      return void (connection === this.connection && await askAgain(this, since));
    }
    const { accepted, setUpAnew } = await this.fetched(import('./replace.js'), 'replace');
    if (connection === this.connection) setUpAnew(this, { heading: this.text('replace.heading'), lead: accepted(this, until) });
  }

  /** @param {boolean} another */
  #lead(another) {
    if (another) return this.text('setup.another_lead');
    if (this.#grace()) return this.text('setup.grace_lead', { date: this.time(this.#grace()).textContent });
    return this.text(this.#required() ? 'setup.required_lead' : 'setup.lead');
  }

  /** @param {{attachment?: 'cross-platform'}} options @param {boolean} another a further passkey: the device may first ask for an existing one */
  #register(options, another) {
    const waiting = another ? 'common.waiting_twice' : 'common.waiting';
    return this.attempt(this.byId('register'), waiting, async () => {
      await this.#nextStep(); // first: it must not fail once there is a passkey
      const passkey = await this.latchkey.register(options);
      await this.#finish(passkey, 'done_heading');
    });
  }

  async #askSecond() {
    const { connection } = this, step = await this.#nextStep();
    if (connection === this.connection) step.ask();
  }

  /** @param {RegisteredPasskey} passkey @param {string} heading key */
  async #finish(passkey, heading) {
    rememberUse(passkey.id);
    if (!this.emit('registered', { passkey })) return;
    await this.#refresh();
    (await this.#nextStep()).done(passkey, heading, this.#mustBeShown);
  }

  /** @returns {Promise<import('./secondstep.js').SecondStep>} */
  async #nextStep() {
    const { SecondStep } = await this.fetched(import('./secondstep.js'), 'secondstep');
    return this.#step ??= new SecondStep(this, {
      standing: () => this.#standing,
      supported: () => this.#supported,
      required: () => this.#required(),
      grace: () => this.#grace(),
      refresh: () => this.#refresh(),
      register: () => this.#register({ attachment: 'cross-platform' }, true), // this device already has a passkey
      later: () => this.#later(),
      away: () => this.#away(),
      help: () => this.#help(),
    });
  }

  /** What the new passkey changed. If this fails, the app will find out, and ask. */
  async #refresh() {
    const before = this.#standing?.next;
    this.#standing = await this.latchkey.session().catch(() => undefined);
    // Owning a passkey does not satisfy a policy: the session must use it once.
    this.#mustBeShown = before === 'enrol' && this.#standing?.next === 'step_up';
  }

  #later() {
    const seconds = Number(this.getAttribute('ask-again-after') ?? THIRTY_DAYS);
    if (this.#standing) sayNotNow(this.#standing, seconds >= 0 ? seconds : THIRTY_DAYS);
    if (this.#skip('not_now')) return;
    this.show({ heading: this.text('setup.later_heading'), lead: this.text(hasPasskey(this.#standing) ? 'setup.way_later_lead' : 'setup.later_lead') });
  }
}

define('latchkey-setup', LatchkeySetup);
