// not-me.js: <latchkey-not-me> is the page that notification mails link to as "This was not me". In one action it removes the
// passkey in question, ends all other sessions and creates new recovery codes.
//
// It requires another passkey of the user, since a passkey cannot confirm its own removal. Without one, the page says what to
// do.
//
// Attributes, besides those of all elements:
//   passkey        ID of the passkey that the mail is about; absent: the user chooses
//   setup-url      where a passkey is set up
//   passkeys-url   the page that lists the user's passkeys
//
// Events, besides those of all elements:
//   latchkey-disowned  {passkey, sessions}   it was removed; the event does not contain the codes

import { LatchkeyError } from '../sdk/latchkey.js';
import { cantUse } from './cantuse.js';
import { choiceSheet, passkeyChoice } from './choice.js';
import { h } from './dom.js';
import { define, LatchkeyElement } from './element.js';
import { helpSection } from './help.js';
import { reasons } from './reasons.js';
import { Sheet } from './style.js';
import { forgetUse } from './usedhere.js';

/** @typedef {import('../sdk/types.js').Passkey} Passkey */
/** @typedef {import('../sdk/types.js').Standing} Standing */

const sheet = new Sheet();
sheet.replaceSync(`
ol.steps { display: grid; gap: .75rem; padding-inline-start: 1.5rem; }
.help { display: grid; gap: .5rem; }
`);

export class LatchkeyNotMe extends LatchkeyElement {
  get sections() {
    return ['not-me', 'recover'];
  }

  /** @type {Passkey[]} */
  #passkeys = [];
  /** A view is shown that says what to do next. */
  #settled = false;
  /** Removes the new codes from the page; undefined if none are shown. @type {(() => void) | undefined} */
  #forget;

  constructor() {
    super();
    this.wear(choiceSheet);
    this.wear(sheet);
  }

  async start() {
    this.#settled = false;
    await this.#load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#end();
  }

  forget() {
    this.#end();
    super.forget();
  }

  #end() {
    this.#forget?.();
    this.#forget = undefined;
  }

  /** @param {LatchkeyError} error */
  signedOut(error) {
    this.#settled = true;
    if (!this.emit('signed-out', { error })) return;
    this.show({
      heading: this.text('not-me.heading'),
      lead: this.text('not-me.signed_out_lead'),
      body: [helpSection(this, 'not-me.help_heading')],
      actions: [this.link(this.text('signed_out.sign_in'), this.setting('login-url'), 'primary')],
    });
  }

  async #load() {
    const loaded = await this.attempt(this.byId('retry'), 'common.working', async () => {
      const [{ passkeys }, standing] = await Promise.all([this.latchkey.list(), this.latchkey.session()]);
      this.#passkeys = passkeys;
      this.#settled = true;
      this.#drawFor(standing);
    });
    if (!loaded && !this.#settled && !this.byId('retry')) {
      this.shadowRoot?.querySelector('.card')?.lastElementChild?.replaceChildren(
        this.button(this.text('not-me.retry'), () => this.#load(), '', { id: 'retry' }));
    }
  }

  /** @param {Standing} standing */
  #drawFor(standing) {
    const named = this.setting('passkey');
    if (this.#passkeys.length === 0) return this.#drawNothing();
    if (named && !this.#passkeys.some(({ id }) => id === named)) return this.#drawGone(named);
    const usable = this.#passkeys.filter(({ suspended }) => !suspended);
    const vouched = standing.factors.some((factor) => factor.held_by === 'kratos' && factor.vouched);
    if (usable.length < 2 && !vouched && this.#passkeys.length === usable.length) return this.#drawOnly(standing);
    this.#drawChoice(standing);
  }

  #drawNothing() {
    this.show({
      heading: this.text('not-me.none_heading'),
      lead: this.text('not-me.none_lead'),
      body: [h('p', {}, this.text('not-me.password')), helpSection(this, 'not-me.help_heading')],
      actions: [this.link(this.text('not-me.passkeys'), this.setting('passkeys-url'), 'primary')],
    });
  }

  /** The passkey is removed, perhaps by the attacker, but not disowned: what it allowed can remain. @param {string} id */
  #drawGone(id) {
    const submit = h('button', { type: 'button', class: 'danger solid', part: 'button danger', id: 'disown' }, this.text('not-me.gone_action'));
    submit.onclick = () => this.#disown(submit, { id });
    this.show({
      heading: this.text('not-me.gone_heading'),
      lead: this.text('not-me.gone_lead'),
      body: [submit, h('p', {}, this.text('not-me.password')), helpSection(this, 'not-me.help_heading')],
      actions: [this.link(this.text('not-me.passkeys'), this.setting('passkeys-url'), 'plain'), cantUse(this, 'session')],
    });
  }

  /** The only passkey is the one to remove, so the user needs another first. @param {Standing} standing */
  #drawOnly({ recovery_codes: left, assurance }) {
    const mayEnrol = Boolean(assurance.enrol_until);
    const steps = [
      mayEnrol ? 'only_enrol' : left ? 'only_code' : 'only_support', // a set-up that is allowed already comes first
      'only_back', 'only_password',
    ];
    this.show({
      heading: this.text('not-me.only_heading'),
      lead: this.text('not-me.only_lead', { name: this.#passkeys[0].name }),
      body: [h('ol', { class: 'steps' }, ...steps.map((key) => h('li', {}, this.text(`not-me.${key}`)))), helpSection(this, 'not-me.help_heading')],
      actions: [
        mayEnrol ? this.link(this.text('not-me.setup'), this.setting('setup-url'), 'primary', { id: 'set-up' })
          : Boolean(left) && this.link(this.text('not-me.recover'), this.setting('recover-url'), 'primary', { id: 'recover' }),
      ],
    });
  }

  /** @param {Standing} standing */
  #drawChoice({ recovery_codes: left }) {
    const named = this.setting('passkey');
    const submit = h('button', { type: 'submit', class: 'danger solid', part: 'button danger', id: 'disown' }, this.text('not-me.action'));
    const form = h('form', {
      onsubmit: (/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        const chosen = this.#passkeys.find(({ id }) => id === form.elements.passkey.value);
        if (chosen) this.#disown(submit, chosen);
        else this.say(this.text('not-me.choose'));
      },
    },
    h('fieldset', {}, h('legend', {}, this.text('not-me.question')), ...this.#passkeys.map((passkey) => passkeyChoice(this, passkey, 'radio', 'not-me', passkey.id === named))),
    reasons(this, ['not-me.means_passkey', 'not-me.means_sessions', ...left === null ? [] : ['not-me.means_codes']]),
    h('p', { class: 'quiet' }, this.text('not-me.own')),
    submit);
    this.show({
      heading: this.text('not-me.heading'),
      lead: this.text('not-me.lead'),
      body: [form],
      actions: [this.link(this.text('not-me.was_me'), this.setting('passkeys-url'), 'plain'), cantUse(this, 'session')],
    });
  }

  /** @param {HTMLElement} submit @param {Pick<Passkey, 'id'> & Partial<Passkey>} passkey  one that is removed already has only its ID */
  #disown(submit, passkey) {
    return this.attempt(submit, 'not-me.working', async () => {
      const { connection } = this;
      // First, since codes that cannot be shown are lost.
      const { codeSheet } = await this.fetched(import('./codesheet.js'), 'codesheet');
      const { sessions, codes, admin_keys: keys = [] } = await this.latchkey.disown(passkey.id);
      forgetUse(passkey.id);
      if (connection !== this.connection || !this.emit('disowned', { passkey, sessions })) return;
      const pending = sessions === 'pending';
      if (!codes) return this.#drawDone(passkey, pending, keys);
      const shown = codeSheet(this, codes);
      this.#forget = shown.forget;
      this.show({
        heading: this.text('not-me.codes_heading'),
        lead: passkey.name ? this.text('not-me.codes_lead', { name: passkey.name }) : this.text('not-me.gone_codes'),
        body: [shown.element],
        actions: [this.button(this.text('recovery-codes.kept'), () => { this.#end(); this.#drawDone(passkey, pending, keys); }, 'primary', { id: 'kept' })],
      });
    });
  }

  /** @param {Partial<Passkey>} passkey @param {boolean} pending  the other sessions have not ended yet @param {string[]} keys  names of revoked admin keys */
  #drawDone({ name }, pending, keys) {
    this.show({
      heading: this.text('not-me.done_heading'),
      lead: name ? this.text(pending ? 'not-me.done_pending' : 'not-me.done_lead', { name }) : this.text('not-me.gone_done'),
      body: [keys.length > 0 && h('p', {}, this.text('not-me.done_keys', { keys: keys.join(', ') })),
        h('p', { class: 'notice' }, this.text('not-me.password')), helpSection(this, 'not-me.help_heading')],
      actions: [
        this.link(this.text('not-me.passkeys'), this.setting('passkeys-url'), 'primary'),
        this.link(this.text('common.continue'), this.setting('return-to')),
      ],
    });
  }
}

define('latchkey-not-me', LatchkeyNotMe);
