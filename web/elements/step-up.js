// step-up.js: <latchkey-step-up> proves anew that the person holds a passkey, for the present session or, with `gate`, for
// a login at Kratos that waits for it.
//
// Attributes, besides those of all elements:
//   gate       of the address that a refused login at Kratos names; there is no session then
//   setup-url  where a first passkey is set up
//
// Events, besides those of all elements:
//   latchkey-stepped-up  {assurance?, redirect_to?}   then it goes on to Kratos or to return-to

import { h } from './dom.js';
import { asError, define, LatchkeyElement } from './element.js';
import { rememberUse } from './usedhere.js';

/** @typedef {import('../sdk/types.js').Standing} Standing */

/** How a gate says that its time is over: nothing on this page can help then. */
const GATE_OVER = ['ceremony_expired', 'ceremony_invalid', 'ceremony_spent'];

export class LatchkeyStepUp extends LatchkeyElement {
  async start() {
    if (this.setting('gate')) return this.#draw(this.setting('recover-url'));
    this.wait();
    const { connection } = this;
    let standing;
    try {
      standing = await this.latchkey.session();
    } catch (thrown) {
      const error = asError(thrown);
      if (connection !== this.connection) return;
      // Better to hear "sign in first" now than after the prompt. Any other failure can wait for the button.
      return error.code === 'unauthenticated' ? this.signedOut(error) : this.#draw('');
    }
    if (connection === this.connection) this.#drawFor(standing);
  }

  /** @param {Standing} standing */
  #drawFor(standing) {
    const { factors, recovery_codes, next, fresh_until } = standing;
    const recoverURL = recovery_codes ? this.setting('recover-url') : '';
    if (next === 'reauthenticate') return this.signInAgain(standing);
    if (fresh_until && next === 'none') return this.#alreadyFresh();
    if (!factors.some(({ held_by }) => held_by === 'latchkey')) return this.#noPasskey(standing, recoverURL);
    this.#draw(recoverURL);
  }

  /** @param {string} recoverURL "" where a recovery code is no way */
  #draw(recoverURL) {
    const recover = this.#recovery(recoverURL);
    this.show({
      heading: this.text('step-up.heading'),
      lead: this.text(this.setting('gate') ? 'step-up.gate_lead' : 'step-up.lead'),
      actions: [
        this.button(this.text('step-up.action'), () => this.#confirm(), 'primary', { id: 'confirm' }),
        recover && h('p', { class: 'links' }, recover),
      ],
    });
  }

  /** @param {string} url */
  #recovery(url) {
    if (!url) return false;
    const target = new URL(url, document.baseURI);
    if (this.setting('gate')) target.searchParams.set('gate', this.setting('gate'));
    return this.plainLink(this.text('step-up.recover'), target.href);
  }

  /**
   * Another factor at Kratos, a recovery code, or a first passkey. Who has another factor must show it before they may
   * set up a passkey, so it comes first.
   * @param {Standing} standing @param {string} recoverURL
   */
  #noPasskey({ factors, ways }, recoverURL) {
    const kratos = factors.length > 0 && ways?.find(({ way }) => way === 'kratos')?.url;
    const recover = this.#recovery(recoverURL);
    this.show({
      heading: this.text('step-up.none_heading'),
      lead: this.text(kratos ? 'step-up.none_kratos_lead' : 'step-up.none_lead'),
      actions: [
        kratos && this.link(this.text('step-up.kratos'), this.backFrom(kratos), 'primary', { id: 'kratos' }),
        this.link(this.text('step-up.none_action'), this.setting('setup-url'), kratos ? '' : 'primary', { id: 'set-up' }),
        recover && h('p', { class: 'links' }, recover),
      ],
    });
  }

  /** It does not go on by itself: whoever sent the person here may send them back at once. */
  #alreadyFresh() {
    const onward = this.link(this.text('common.continue'), this.setting('return-to'), 'primary', { id: 'continue' });
    this.show({
      heading: this.text('step-up.fresh_heading'),
      lead: this.text(onward ? 'step-up.fresh_lead' : 'step-up.fresh_alone_lead'),
      actions: [onward, this.button(this.text('step-up.again'), () => this.#confirm(), onward ? 'plain' : '', { id: 'confirm' })],
    });
  }

  #confirm() {
    const gate = this.setting('gate') || undefined;
    return this.attempt(this.byId('confirm'), 'common.waiting', async () => {
      let proven;
      try {
        proven = await this.latchkey.stepUp({ gate });
      } catch (thrown) {
        const error = asError(thrown);
        if (gate && GATE_OVER.includes(error.code)) return this.#gateOver(error);
        throw error;
      }
      const { assurance, passkey_id, redirect_to } = proven;
      if (passkey_id) rememberUse(passkey_id);
      if (!this.tell('stepped-up', { assurance, redirect_to })) return;
      if (this.leave(redirect_to ?? this.setting('return-to'))) return this.say(this.text('common.confirmed_going'));
      this.show({ heading: this.text('common.confirmed'), lead: this.text('common.confirmed_lead') });
    });
  }

  /** @param {import('../sdk/latchkey.js').LatchkeyError} error */
  #gateOver(error) {
    if (!this.tell('failed', { error })) return;
    this.show({
      heading: this.text('step-up.over_heading'),
      lead: this.text('step-up.over_lead'),
      actions: [this.link(this.text('step-up.over_action'), this.setting('login-url'), 'primary', { id: 'restart' })],
    });
  }
}

define('latchkey-step-up', LatchkeyStepUp);
