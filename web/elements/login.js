// login.js: <latchkey-login> signs in with a passkey: by autofill as soon as it is connected, or by its button.
//
// Attributes, besides those of all elements:
//   session       "cookie" to create a Kratos session, "none" for none; absent: as the server is configured
//   audience      the server that the proof in latchkey-signed-in is for, one of proof.audience; absent: no proof
//   nonce         from that server, for this one proof
//   interaction   the token in the address that Kratos redirected to; the login continues at Kratos
//   asked         the user came from return-to: it continues there even if no session is created
//   rp-id         the relying party whose passkeys it asks for first; absent: the first that serves the page
//   autofocus     its input takes the focus on load, unless something else has it
//   login-url     another way to sign in, for people without a passkey
//   restart-url   where to sign in from the start when the interaction is over
//
// Slots: "identifier" for an <input autocomplete="username webauthn"> of the page, which password managers find more
// reliably than one in a shadow root, and "identifier-label" for its label.
//
// Events, besides those of all elements:
//   latchkey-signed-in  {login}   then it continues to Kratos or return-to
//   latchkey-registered {passkey} on this device, as offered once after a sign-in with another device's

import '../sdk/capabilities.js'; // at once, for autofill
import { cantUse } from './cantuse.js';
import { h } from './dom.js';
import { asError, define, LatchkeyElement } from './element.js';
import { hintOf, lastHint, rememberHint } from './lasthint.js';
import { wayAfter, wishOf } from './loginsteps.js';
import { rememberUse } from './usedhere.js';

/** @typedef {import('../sdk/types.js').Login} Login */

/** Codes with which autofill can end without any action by the user. They are not reported, unless the user had picked a passkey. */
const QUIET = ['cancelled', 'timed_out', 'not_supported', 'no_authenticator', 'blocked', 'gesture_missing', 'network', 'rate_limited'];

/** Codes with which an interaction is over, if the ceremony has not even begun. */
const OVER = ['ceremony_expired', 'ceremony_invalid', 'ceremony_spent'];

/** In the console, since the view is for users. @param {import('../sdk/latchkey.js').LatchkeyError} error */
const tellDevelopers = (error) => void import('./fordevelopers.js').then((module) => module.tellDevelopers(error)).catch(() => {});

export class LatchkeyLogin extends LatchkeyElement {
  disconnectedCallback() {
    super.disconnectedCallback();
    this.latchkey.cancel(); // the autofill, too
  }

  async start() {
    this.#draw();
    // A custom element is not focusable, so browsers ignore the attribute. Who is typing elsewhere is not disturbed.
    if (this.hasAttribute('autofocus') && (document.activeElement ?? document.body) === document.body) this.#input()?.focus();
    await this.#offerAutofill();
  }

  #draw() {
    const submit = (/** @type {Event} */ event) => {
      event.preventDefault();
      this.#signIn();
    };
    const another = this.button(this.text('login.another_device'), () => this.#signIn(another, 'another_device'), '', { id: 'another-device', hidden: true });
    this.show({
      heading: this.text('login.heading'),
      lead: this.text('login.lead'),
      body: [h('form', { id: 'login', novalidate: true, onsubmit: submit }, this.#identifierField())],
      actions: [
        this.button(this.text('login.action'), () => {}, 'primary', { id: 'sign-in', type: 'submit', form: 'login' }),
        h('div', { id: 'other-domains' }),
        another,
        this.link(this.text('login.other'), this.setting('login-url'), '', { id: 'other' }),
        cantUse(this, 'login'),
      ],
    });
  }

  #identifierField() {
    const label = this.text('login.identifier'), hint = this.text('login.identifier_hint');
    const own = h('input', {
      id: 'identifier', name: 'identifier', type: 'text', part: 'input', autocomplete: 'username webauthn',
      autocapitalize: 'none', spellcheck: 'false', 'aria-describedby': 'identifier-hint',
    });
    const slot = h('slot', { id: 'identifier-slot', name: 'identifier' }, own);
    // A slotted input is outside this form and this tree, so forward Enter and its description.
    slot.addEventListener('slotchange', () => {
      const input = this.#input(slot);
      if (!input || input === own) return; // none: the view has gone
      if (!input.labels?.length && !input.hasAttribute('aria-labelledby')) input.setAttribute('aria-label', label);
      if (!input.hasAttribute('aria-describedby')) input.setAttribute('aria-description', hint);
    });
    slot.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== 'Enter' || event.isComposing || event.target === own) return;
      event.preventDefault();
      this.#signIn();
    });
    return h('div', { class: 'field' },
      h('slot', { name: 'identifier-label' }, h('label', { for: 'identifier', onclick: () => this.#input().focus() }, label)),
      slot,
      h('p', { id: 'identifier-hint', class: 'quiet' }, hint));
  }

  /** The slotted input, or the built-in one. @param {HTMLSlotElement} [slot] @returns {HTMLInputElement} */
  #input(slot = this.byId('identifier-slot')) {
    const [input] = /** @type {any} */ (slot).assignedElements({ flatten: true });
    return input;
  }

  /**
   * @param {HTMLElement} [control] @param {import('./loginsteps.js').Pressed} [pressed]
   * @param {string} [rpId] of the other domain
   */
  async #signIn(control = this.byId('sign-in'), pressed = 'button', rpId) {
    const identifier = this.#input().value.trim() || undefined;
    const wish = wishOf(pressed, { identifier, lastHint: lastHint() }), options = this.#options();
    /** @type {string[]} */
    let others = [];
    let code = '';
    const succeeded = await this.attempt(/** @type {HTMLElement} */ (control), 'common.waiting', async () => {
      const login = await this.latchkey.login({ ...wish, ...options, rpId: rpId ?? options.rpId }).catch((error) => {
        others = error.otherRpIds ?? [];
        ({ code } = error);
        throw error;
      });
      await this.#finish(login);
    });
    if (succeeded || !code) return; // none: another one is in progress
    const tried = pressed === 'button' ? 'prompt' : pressed, way = wayAfter(tried, code, others.length > 0);
    if (way !== tried && !await this.misplaced) this.#offer(way, others); // else none works here
    await this.#offerAutofill();
  }

  /** Makes a further way visible; those before it stay. @param {import('./loginsteps.js').Way} way @param {string[]} others RP IDs */
  #offer(way, others) {
    if (way === 'recovery') this.shadowRoot?.querySelector('.cantuse')?.setAttribute('open', '');
    else if (way === 'other_domain') this.byId('other-domains')?.replaceChildren(...others.map((rpId) => this.#ofDomain(rpId)));
    else this.byId('another-device')?.removeAttribute('hidden');
  }

  /** @param {string} rpId */
  #ofDomain(rpId) {
    const button = this.button(this.text('login.other_domain', { domain: rpId }), () => this.#signIn(button, 'other_domain', rpId));
    return button;
  }

  /** @returns {any} options of every login */
  #options() {
    const interaction = this.setting('interaction') || undefined;
    const returnTo = this.setting('return-to');
    return {
      interaction,
      // With an interaction, Kratos creates the session itself.
      session: interaction ? undefined : this.setting('session') || undefined,
      rpId: this.setting('rp-id') || undefined,
      returnTo: returnTo && new URL(returnTo, document.baseURI).href,
      audience: this.setting('audience') || undefined,
      nonce: this.nonce || undefined, // not the attribute: a policy in a header empties it, and frameworks set the property
    };
  }

  async #offerAutofill() {
    const { connection } = this;
    if (!this.isConnected || this.busy) return;
    try {
      const login = await this.latchkey.autofill(this.#options());
      if (connection === this.connection) await this.#finish(login);
    } catch (thrown) {
      const error = asError(thrown);
      if (connection !== this.connection) return;
      if (!error.answered && QUIET.includes(error.code)) return error.code === 'network' ? tellDevelopers(error) : undefined;
      if (!error.answered && await this.misplaced) { // the person has been told
        tellDevelopers(error);
        return void this.emit('failed', { error });
      }
      this.fail(error, this.byId('sign-in'));
      // The user had picked a passkey, and may pick it again or another one.
      if (error.answered) await this.#offerAutofill();
    }
  }

  /**
   * A login whose session Kratos wants raised to two factors continues at Kratos, which has the session's cookie already.
   * @param {unknown} thrown @param {HTMLElement | null} [control]
   */
  async fail(thrown, control) {
    const error = asError(thrown);
    if (this.setting('interaction') && OVER.includes(error.code) && !error.answered) return this.#over(error);
    if (error.problem?.session?.kind !== 'cookie') return super.fail(error, control);
    if (!this.emit('failed', { error })) return;
    this.navigate(this.backFrom(error.url)) ? this.say(this.text('login.going')) : super.fail(error, control);
  }

  /** Neither trying again nor a reload helps. @param {import('../sdk/latchkey.js').LatchkeyError} error */
  #over(error) {
    if (!this.emit('failed', { error })) return;
    this.show({
      heading: this.text('login.over_heading'),
      lead: this.text('login.over_lead'),
      actions: [this.link(this.text('login.over_action'), this.setting('restart-url'), 'primary', { id: 'restart' })],
    });
  }

  /** @param {Login} login */
  async #finish(login) {
    const hint = hintOf(login.attachment, login.passkey.transports), { connection } = this;
    rememberUse(login.passkey.id);
    rememberHint(hint);
    if (!this.emit('signed-in', { login })) return;
    const onward = () => this.#goOn(login);
    if (hint !== 'hybrid') return onward();
    const offered = await import('./localpasskey.js').then((module) => module.offerAfter(this, login, onward)).catch(() => false);
    if (!offered && connection === this.connection) onward();
  }

  /** @param {Login} login */
  #goOn(login) {
    const { redirect_to, return_to, session, passkey, identity_id } = login;
    // Continue if there is a session or a page to return to; otherwise show who was recognised.
    const goesOn = this.setting('return-to') && (session || this.hasAttribute('asked'));
    if (this.navigate(redirect_to ?? (goesOn ? return_to : ''))) return this.say(this.text('login.going'));
    this.show({
      heading: this.text(session ? 'login.done_heading' : 'login.accepted_heading'),
      lead: this.text('login.done_lead', { name: passkey.name }),
      body: [h('dl', { class: 'facts' },
        h('div', {}, h('dt', {}, this.text('login.account')), h('dd', { id: 'done-identity' }, identity_id)))],
      actions: [this.link(this.text('common.continue'), this.setting('return-to'), 'primary', { id: 'continue' })],
    });
  }
}

define('latchkey-login', LatchkeyLogin);
