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
//   latchkey-skipped     {reason: 'not_now' | 'has_passkey' | 'not_supported'}   then it goes to return-to

import { h } from './dom.js';
import { LatchkeyElement } from './element.js';
import { saidNotNow, sayNotNow } from './notnow.js';

/** @typedef {import('../sdk/types.js').Passkey} Passkey */

const THIRTY_DAYS = 30 * 24 * 3600;

export class LatchkeySetup extends LatchkeyElement {
  /** @type {any} what session() said; undefined while unknown */
  #standing;

  async start() {
    if (!this.hasAttribute('offer')) this.#draw();
    try {
      this.#standing = await this.latchkey.session();
    } catch (error) {
      // Better to hear "sign in first" now than after the prompt. Any other failure can wait for the button.
      if (error.code === 'unauthenticated') return this.signedOut(error);
    }
    const reason = this.hasAttribute('offer') && await this.#reasonToSkip();
    if (!reason || !this.#skip(reason)) this.#draw();
  }

  /** @returns {Promise<string>} "" when there is none */
  async #reasonToSkip() {
    if (!this.#standing || this.#standing.next === 'enrol') return '';
    if (this.#standing.factors.passkeys > 0) return 'has_passkey';
    if (saidNotNow(this.#standing)) return 'not_now';
    return (await this.latchkey.capabilities()).passkeys ? '' : 'not_supported';
  }

  /** @param {string} reason @returns {boolean} whether somebody takes the person elsewhere */
  #skip(reason) {
    return !this.tell('skipped', { reason }) || this.leave(this.setting('return-to'));
  }

  #draw() {
    /** @param {string} why */
    const reason = (why) => h('li', {}, h('strong', {}, this.text(`setup.${why}`)), ' ', this.text(`setup.${why}_more`));
    const required = this.#standing?.next === 'enrol';
    const has = this.#standing?.factors.passkeys > 0;
    this.show({
      heading: this.text('setup.heading'),
      lead: this.text(required ? 'setup.required_lead' : 'setup.lead'),
      body: [h('ul', { class: 'reasons' }, ...['why_easy', 'why_safe', 'why_private'].map(reason))],
      actions: [
        this.button(this.text('setup.action'), () => this.#register({}), 'primary', { id: 'register' }),
        !required && this.button(this.text('setup.later'), () => this.#later(), 'plain', { id: 'later' }),
        has && this.link(this.text('setup.manage'), this.setting('passkeys-url'), 'plain'),
      ],
    });
  }

  /** @param {object} wish of register() */
  #register(wish) {
    return this.attempt(this.byId('register'), 'common.waiting', async () => {
      const passkey = await this.latchkey.register(wish);
      if (this.tell('registered', { passkey })) this.#done(passkey);
    });
  }

  /** @param {Passkey} passkey */
  #done(passkey) {
    const kind = passkey.synced || passkey.sync_eligible ? 'synced' : 'device_only';
    const second = kind === 'device_only';
    const onward = this.link(this.text('common.continue'), this.setting('return-to'), second ? '' : 'primary');
    // Another device or a key, or the person would be asked to use the one that has just been used.
    const another = () => this.#register({ attachment: 'cross-platform' });
    this.show({
      heading: this.text('setup.done_heading'),
      lead: this.text('setup.done_lead', { name: passkey.name }),
      body: [
        h('p', {}, h('span', { class: 'badge', part: 'badge' }, this.text(`common.${kind}`))),
        h('p', {}, this.text(`common.${kind}_means`)),
      ],
      actions: [
        second && this.button(this.text('setup.second'), another, 'primary', { id: 'register' }),
        onward,
        !onward && this.link(this.text('setup.manage'), this.setting('passkeys-url')),
      ],
    });
  }

  #later() {
    if (this.#standing) sayNotNow(this.#standing, Number(this.setting('ask-again-after')) || THIRTY_DAYS);
    if (this.#skip('not_now')) return;
    this.show({ heading: this.text('setup.later_heading'), lead: this.text('setup.later_lead') });
  }
}

customElements.define('latchkey-setup', LatchkeySetup);
