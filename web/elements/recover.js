// recover.js: <latchkey-recover> takes a recovery code in place of a lost passkey, and names support for people without codes.
// It requires a session, unless the code is for a login that the gate refused. A session that has an enrolment grant, also from a
// code redeemed at the gate, continues with replace.js.
//
// Attributes, besides those of all elements:
//   gate        the token in the address that a refused login at Kratos names: the code is for that login, which then continues
//   passkeys-url   the page that lists the user's passkeys
//
// Events, besides those of all elements:
//   latchkey-redeemed    {assurance, left, redirect_to}   redirect_to with `gate`: where it then continues
//   latchkey-registered  {passkey}                        the new one
//   latchkey-removed     {passkey, sessions, recovery_codes}   each that the user lost

import { LatchkeyError } from '../sdk/latchkey.js';
import { h } from './dom.js';
import { define, LatchkeyElement } from './element.js';
import { helpSection } from './help.js';
import { lossUnanswered } from './lossanswer.js';
import { reasons } from './reasons.js';
import { Sheet } from './style.js';

const LOW = 3;

const sheet = new Sheet();
sheet.replaceSync(`
:host { display: grid; gap: 1.5rem; }
:host > * { min-width: 0; }
.help { display: grid; gap: .5rem; }
.fault { color: var(--danger); font-weight: 600; }
.fault:empty { display: none; }
#code { font: 1.125rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; text-transform: uppercase; }
`);

export class LatchkeyRecover extends LatchkeyElement {
  #help = h('div', {});

  constructor() {
    super();
    this.wear(sheet);
    this.shadowRoot?.append(this.#help);
  }

  async start() {
    this.#help.replaceChildren(helpSection(this));
    this.#draw();
    if (this.setting('gate')) return;
    const { connection } = this;
    const standing = await this.latchkey.session().catch((error) => {
      // Report a missing session now rather than after typing. Other failures can wait for the button.
      if (error instanceof LatchkeyError && error.code === 'unauthenticated') this.signedOut(error);
    });
    const { enrol_until: until, enrolled_at } = standing?.assurance ?? {}, since = lossUnanswered(enrolled_at);
    // This session's login was confirmed by a code, so do not ask for another.
    if ((until || since) && connection === this.connection) await this.#done({}, since).catch((error) => this.fail(error));
  }

  /** A recovery code alone does not sign in. @param {LatchkeyError} error */
  signedOut(error) {
    if (!this.emit('signed-out', { error })) return;
    this.show({
      heading: this.text('recover.signed_out_heading'),
      lead: this.text('recover.signed_out_lead'),
      actions: [this.link(this.text('signed_out.sign_in'), this.setting('login-url'), 'primary')],
    });
  }

  #draw() {
    const means = this.setting('gate') ? ['means_login', 'means_once'] : ['means_session', 'means_passkey', 'means_once'];
    const submit = this.button(this.text('recover.action'), () => {}, 'primary', { id: 'redeem', type: 'submit', form: 'redeeming' });
    // Not "one-time-code": phones would offer the code of the latest text message.
    const input = h('input', {
      id: 'code', name: 'code', type: 'text', part: 'input', dir: 'ltr', autocomplete: 'off', autocapitalize: 'characters', autocorrect: 'off',
      spellcheck: 'false', 'aria-describedby': 'fault hint', oninput: () => input.removeAttribute('aria-invalid'),
    });
    const form = h('form', {
      id: 'redeeming',
      novalidate: true,
      onsubmit: (/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        this.#redeem(submit, input);
      },
    },
    h('div', { class: 'field' },
      h('label', { for: 'code' }, this.text('recover.code')), input,
      h('p', { id: 'fault', class: 'fault', role: 'alert' }), h('p', { class: 'quiet', id: 'hint' }, this.text('recover.hint'))));
    this.show({
      heading: this.text('recover.heading'),
      lead: this.text('recover.lead'),
      body: [reasons(this, means.map((key) => `recover.${key}`)), form],
      actions: [submit],
    });
  }

  /** @param {HTMLElement} submit @param {HTMLInputElement} input */
  #redeem(submit, input) {
    const code = input.value.trim();
    if (!code) {
      this.clear();
      return this.#mistyped(input, 'empty');
    }
    this.byId('fault').textContent = '';
    return this.attempt(submit, 'recover.checking', async () => {
      try {
        const redeemed = await this.latchkey.redeem(code, { gate: this.setting('gate') || undefined });
        if (this.emit('redeemed', redeemed)) await this.#done(redeemed);
      } catch (error) {
        if (!(error instanceof LatchkeyError)) throw error;
        if (error.code === 'locked') return this.#locked(error);
        if (error.problem?.field === 'code') return this.#malformed(error, input);
        if (error.code === 'recovery_code_rejected') input.setAttribute('aria-invalid', 'true');
        throw error;
      }
    });
  }

  /** Malformed codes do not count as attempts. @param {LatchkeyError} error @param {HTMLInputElement} input */
  #malformed(error, input) {
    if (this.emit('failed', { error })) this.#mistyped(input, 'malformed');
  }

  /** Says beside the input what is wrong with it. @param {HTMLInputElement} input @param {string} key */
  #mistyped(input, key) {
    input.setAttribute('aria-invalid', 'true');
    input.focus();
    this.byId('fault').textContent = this.text(`recover.${key}`);
  }

  /** @param {LatchkeyError} error */
  #locked(error) {
    if (!this.emit('failed', { error })) return;
    const again = new Date(Date.now() + 1000 * (Number(error.problem?.retry_after) || 15 * 60));
    const time = new Intl.DateTimeFormat(this.language, { timeStyle: 'short' }).format(again);
    this.show({
      heading: this.text('recover.locked_heading'),
      lead: this.text('recover.locked_lead', { time }),
      body: [h('p', {}, this.text('recover.locked_passkeys'))],
      actions: [this.button(this.text('recover.again'), () => this.#draw(), '', { id: 'again' })],
    });
  }

  /** @param {import('../sdk/types.js').Redemption} redeemed @param {string} [since] when its passkey was created, if it was */
  async #done({ left, redirect_to }, since = '') {
    if (this.navigate(redirect_to)) return this.say(this.text('recover.going'));
    const { connection } = this;
    const next = since ? await this.fetched(import('./lostpasskey.js'), 'replace', 'lostpasskey') : await this.fetched(import('./replace.js'), 'replace');
    if (connection !== this.connection) return;
    this.#help.replaceChildren();
    if ('askAgain' in next) return next.askAgain(this, since);
    next.setUpAnew(this, {
      heading: this.text('recover.done_heading'),
      lead: this.text('recover.done_lead'),
      body: [left !== undefined && h('p', { class: left <= LOW ? 'notice' : '' },
        this.text('recover.left', { left }), left <= LOW && ` ${this.text('recover.low')}`)],
    });
  }
}

define('latchkey-recover', LatchkeyRecover);
