// setup.js: <latchkey-setup> offers a passkey to the person who is signed in, and a second one where the first stays on one
// device.
//
// Attributes, besides those of all elements:
//   offer          the person was sent here rather than came: it steps aside (latchkey-skipped) for people who have a
//                  passkey, who said "not now", or whose browser has no passkeys; not where the policy requires one
//   ask-again-after  seconds for which "not now" is remembered, besides the present session; absent: 30 days
//   passkeys-url   where people see the passkeys they have
//
// Events, besides those of all elements:
//   latchkey-registered  {passkey}
//   latchkey-stepped-up  {assurance?}   after a passkey that policy requires: the session has to show it once
//   latchkey-skipped     {reason: 'not_now' | 'has_passkey' | 'not_supported'}   then it goes to return-to

import { h } from './dom.js';
import { asError, define, LatchkeyElement } from './element.js';
import { saidInThisSession, saidNotNow, sayNotNow } from './notnow.js';
import { rememberUse } from './usedhere.js';

/** @typedef {import('../sdk/types.js').Passkey} Passkey */
/** @typedef {import('../sdk/types.js').Standing} Standing */

const THIRTY_DAYS = 30 * 24 * 3600;

export class LatchkeySetup extends LatchkeyElement {
  /** @type {Standing | undefined} what session() said; undefined while unknown */
  #standing;
  #supported = true;

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
      // Better to hear "sign in first" now than after the prompt. Any other failure can wait for the button.
      if (error.code === 'unauthenticated') return this.signedOut(error);
    }
    if (connection !== this.connection) return;
    const reason = offer && this.#reasonToSkip();
    if (reason) this.#skip(reason);
    else this.#draw();
  }

  /** @returns {string} "" when there is none */
  #reasonToSkip() {
    if (!this.#standing || this.#required()) return '';
    if (hasPasskey(this.#standing)) return 'has_passkey';
    if (!this.#supported) return 'not_supported';
    // In the grace before policy requires one, a "not now" of long ago is no answer.
    const said = this.#grace() ? saidInThisSession : saidNotNow;
    return said(this.#standing) ? 'not_now' : '';
  }

  /** Until when people may go on without the passkey that policy requires; "" when nothing says so. */
  #grace() {
    const { next, grace_until: until } = this.#standing ?? {};
    return next === 'enrol' && until && new Date(until) > new Date() ? until : '';
  }

  /** There is no way on but a passkey. */
  #required() {
    return this.#standing?.next === 'enrol' && !this.#grace();
  }

  /** @param {string} reason @returns {boolean} whether somebody takes the person elsewhere */
  #skip(reason) {
    return !this.tell('skipped', { reason }) || this.leave(this.setting('return-to'));
  }

  #draw() {
    if (this.#standing?.next === 'reauthenticate') return this.signInAgain(this.#standing);
    if (!this.#supported) return this.#drawUnsupported();
    const another = hasPasskey(this.#standing);
    /** @param {string} why */
    const reason = (why) => h('li', {}, h('strong', {}, this.text(`setup.${why}`)), ' ', this.text(`setup.${why}_more`));
    this.show({
      heading: this.text(another ? 'setup.another_heading' : 'setup.heading'),
      lead: this.#lead(another),
      body: another ? [] : [h('ul', { class: 'reasons' }, ...['why_easy', 'why_safe', 'why_private'].map(reason))],
      actions: [
        this.button(this.text('setup.action'), () => this.#register({}, another), 'primary', { id: 'register' }),
        another && this.link(this.text('setup.manage'), this.setting('passkeys-url')),
        !this.#required() && this.button(this.text('setup.later'), () => this.#later(), 'plain', { id: 'later' }),
      ],
    });
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

  /** @param {{attachment?: 'cross-platform'}} wish @param {boolean} another the device may ask for one that is there first */
  #register(wish, another) {
    const waiting = another ? 'common.waiting_twice' : 'common.waiting';
    return this.attempt(this.byId('register'), waiting, async () => {
      const passkey = await this.latchkey.register(wish);
      rememberUse(passkey.id);
      if (!this.tell('registered', { passkey })) return;
      this.#done(passkey, await this.#mustBeShown());
    });
  }

  /** A passkey that is merely there satisfies no policy: the session has to show it once. */
  async #mustBeShown() {
    if (this.#standing?.next !== 'enrol') return false;
    const standing = await this.latchkey.session().catch(() => undefined); // the app will find out, and ask
    return standing?.next === 'step_up';
  }

  /** @param {Passkey} passkey @param {boolean} mustBeShown */
  #done(passkey, mustBeShown) {
    const kind = passkey.synced || passkey.sync_eligible ? 'synced' : 'device_only';
    const second = kind === 'device_only' && !mustBeShown;
    const onward = this.link(this.text('common.continue'), this.setting('return-to'), second ? '' : 'primary', { id: 'continue' });
    // Another device or a key, or the person would be asked to use the one that has just been used.
    const another = () => this.#register({ attachment: 'cross-platform' }, true);
    this.show({
      heading: this.text('setup.done_heading'),
      lead: this.text('setup.done_lead', { name: passkey.name }),
      body: [
        h('p', {}, h('span', { class: 'badge', part: 'badge' }, this.text(`common.${kind}`))),
        h('p', {}, this.text(`common.${kind}_means`)),
        second && h('p', { class: 'quiet' }, this.text('setup.second_lead')),
        mustBeShown && h('p', {}, this.text('setup.show_lead')),
      ],
      actions: mustBeShown
        ? [this.button(this.text('setup.show'), () => this.#show(), 'primary', { id: 'confirm' })]
        : [
          second && this.button(this.text('setup.second'), another, 'primary', { id: 'register' }),
          onward,
          !onward && this.link(this.text('setup.manage'), this.setting('passkeys-url')),
        ],
    });
  }

  #show() {
    return this.attempt(this.byId('confirm'), 'common.waiting', async () => {
      const { assurance, passkey_id } = await this.latchkey.stepUp();
      if (passkey_id) rememberUse(passkey_id);
      if (!this.tell('stepped-up', { assurance })) return;
      if (this.leave(this.setting('return-to'))) return this.say(this.text('common.confirmed_going'));
      this.show({ heading: this.text('common.confirmed'), lead: this.text('common.confirmed_lead') });
    });
  }

  #later() {
    const seconds = Number(this.getAttribute('ask-again-after') ?? THIRTY_DAYS);
    if (this.#standing) sayNotNow(this.#standing, seconds >= 0 ? seconds : THIRTY_DAYS);
    if (this.#skip('not_now')) return;
    this.show({ heading: this.text('setup.later_heading'), lead: this.text('setup.later_lead') });
  }
}

/** @param {import('../sdk/types.js').Standing} [standing] @returns {boolean} whether a passkey here can be used */
function hasPasskey(standing) {
  return Boolean(standing?.factors.some(({ held_by }) => held_by === 'latchkey'));
}

define('latchkey-setup', LatchkeySetup);
