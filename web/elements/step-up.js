// step-up.js: <latchkey-step-up> asks for a passkey once more, for the current session or, with `gate`, for a login at Kratos
// that the gate has refused.
//
// Attributes, besides those of all elements:
//   gate       the token in the address that a refused login at Kratos names; there is no session yet
//   setup-url  where a first passkey is set up
//   max-age    an application asked for a new proof: the prompt is offered although the session is fresh
//   level      with it, the level that the application asked for; below aal2, any passkey is such a proof
//
// Events, besides those of all elements:
//   latchkey-stepped-up  {assurance?, redirect_to?}   then it continues to Kratos or return-to

import { cantUse } from './cantuse.js';
import { asError, define, LatchkeyElement } from './element.js';
import { hasPasskey } from './secondway.js';
import { rememberUse } from './usedhere.js';

/** @typedef {import('../sdk/types.js').Standing} Standing */

/** Codes of a gate token that is no longer valid. Only a new login helps. */
const GATE_OVER = ['ceremony_expired', 'ceremony_invalid', 'ceremony_spent'];

export class LatchkeyStepUp extends LatchkeyElement {
  async start() {
    if (this.setting('gate')) return this.#draw();
    this.wait();
    const { connection } = this;
    let standing;
    try {
      standing = await this.latchkey.session();
    } catch (thrown) {
      const error = asError(thrown);
      if (connection !== this.connection) return;
      // Report a missing session now rather than after the prompt. Other failures can wait for the button.
      return error.code === 'unauthenticated' ? this.signedOut(error) : this.#draw();
    }
    if (connection === this.connection) this.#drawFor(standing);
  }

  /** @param {Standing} standing */
  #drawFor(standing) {
    const { next, fresh_until, ways } = standing;
    const wanted = this.setting('max-age'), here = ways ? ways.some(({ way }) => way === 'passkey') : hasPasskey(standing);
    if (next !== 'reauthenticate' && (wanted && here || this.#takesAny && hasPasskey(standing))) return this.#draw();
    if (next === 'reauthenticate' || ways?.[0].way === 'sign_out') return this.signInAgain(standing);
    if (fresh_until && next === 'none' && !wanted) return this.#alreadyFresh();
    if (!here) return hasPasskey(standing) ? this.#otherWays(standing) : this.#noPasskey(standing);
    this.#draw();
  }

  /** Whether a passkey suffices that leaves the session at its level. */
  get #takesAny() {
    return this.setting('max-age') && this.setting('level') !== 'aal2';
  }

  #draw() {
    const gate = this.setting('gate');
    this.show({
      heading: this.text('step-up.heading'),
      lead: this.text(gate ? 'step-up.gate_lead' : 'step-up.lead'),
      actions: [
        this.button(this.text('step-up.action'), () => this.#confirm(), 'primary', { id: 'confirm' }),
        cantUse(this, gate ? 'gate' : 'session'),
      ],
    });
  }

  /**
   * Offers another factor at Kratos, or setting up a first passkey. The factor comes first, because setting up a passkey requires
   * it. A user whose passkeys are suspended has neither.
   * @param {Standing} standing
   */
  #noPasskey({ factors, ways }) {
    const kratos = factors.length > 0 && ways?.find(({ way }) => way === 'kratos')?.url;
    const barred = ways?.some(({ way }) => way === 'support');
    const lead = kratos ? 'none_kratos_lead' : barred ? 'barred_lead' : 'none_lead';
    this.show({
      heading: this.text(barred ? 'step-up.barred_heading' : 'step-up.none_heading'),
      lead: this.text(`step-up.${lead}`),
      actions: [
        kratos && this.link(this.text('step-up.kratos'), this.backFrom(kratos), 'primary', { id: 'kratos' }),
        !barred && this.link(this.text('step-up.none_action'), this.setting('setup-url'), kratos ? '' : 'primary', { id: 'set-up' }),
        barred && cantUse(this, 'session', true),
      ],
    });
  }

  /**
   * The passkeys would not make the session fresh: they are of another address, or do not verify the user of a session that one
   * of them began.
   * @param {Standing} standing
   */
  #otherWays({ ways }) {
    const kratos = ways?.find(({ way }) => way === 'kratos')?.url ?? '';
    this.show({
      heading: this.text('step-up.other_heading'),
      lead: this.text('step-up.other_lead'),
      actions: [this.link(this.text('failure.kratos'), this.backFrom(kratos), 'primary', { id: 'kratos' }), cantUse(this, 'session', !kratos)],
    });
  }

  /** Does not redirect: the page that sent the user here might send them straight back. */
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
        if (!gate && error.reason === 'no_passkey_here') return this.#notHere(error);
        throw error;
      }
      const { assurance, passkey_id, redirect_to } = proven;
      if (passkey_id) rememberUse(passkey_id);
      if (!gate && !assurance?.fresh_until && !this.#takesAny) return this.#otherWays(await this.latchkey.session()); // the page that asked would ask again
      if (!this.emit('stepped-up', { assurance, redirect_to })) return;
      if (this.navigate(redirect_to ?? this.setting('return-to'))) return this.say(this.text('common.confirmed_going'));
      this.show({ heading: this.text('common.confirmed'), lead: this.text('common.confirmed_lead') });
    });
  }

  /** @param {import('../sdk/latchkey.js').LatchkeyError} error */
  async #notHere(error) {
    const standing = await this.latchkey.session();
    if (this.emit('failed', { error })) hasPasskey(standing) ? this.#otherWays(standing) : this.#noPasskey(standing);
  }

  /** @param {import('../sdk/latchkey.js').LatchkeyError} error */
  #gateOver(error) {
    if (!this.emit('failed', { error })) return;
    this.show({
      heading: this.text('step-up.over_heading'),
      lead: this.text('step-up.over_lead'),
      actions: [this.link(this.text('step-up.over_action'), this.setting('login-url'), 'primary', { id: 'restart' })],
    });
  }
}

define('latchkey-step-up', LatchkeyStepUp);
