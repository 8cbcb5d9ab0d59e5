// recovery-codes.js: <latchkey-recovery-codes> shows how many recovery codes are left, creates new ones, and shows those once.
// It hides itself if the server has recovery codes disabled.
//
// Attributes, besides those of all elements:
//   setup-url   where a passkey is set up; absent: no link
//   ended       the codes ended with the passkey or factor that the user has just removed
//   inside      it is a section of another element: smaller, and without a primary button unless needed
//
// Events, besides those of all elements:
//   latchkey-recovery-codes  {left}   the user confirmed that they saved the new codes; the event does not contain them

import { LatchkeyError } from '../sdk/latchkey.js';
import { cantUse } from './cantuse.js';
import { endQuestion, h } from './dom.js';
import { define, LatchkeyElement } from './element.js';
import { Sheet } from './style.js';

const LOW = 3;

const sheet = new Sheet();
sheet.replaceSync(`
:host([inside]) .card { padding: 1.25rem clamp(1.25rem, 4vw, 1.5rem); }
:host([inside]) .h1 { font-size: 1.0625rem; letter-spacing: 0; }
:host([inside]) .lead { font-size: 1rem; }
@media (min-width: 30.01rem) {
  .view > .actions { justify-content: start; }
}
`);

export class LatchkeyRecoveryCodes extends LatchkeyElement {
  /** How many are left; undefined until known. @type {number | undefined} */
  #left;
  /** Removes the new codes from the page; undefined if none are shown. @type {(() => void) | undefined} */
  #forget;

  constructor() {
    super();
    this.wear(sheet);
  }

  async start() {
    endQuestion(this);
    await this.#load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#end();
  }

  forget() {
    this.#end();
    this.#left = undefined;
    super.forget();
  }

  /** New codes are shown. They cannot be shown again. */
  get showing() {
    return Boolean(this.#forget);
  }

  #end() {
    this.#forget?.();
    this.#forget = undefined;
  }

  async #load() {
    const loaded = await this.attempt(this.byId('retry'), 'common.working', async () => {
      const [stock, standing] = await Promise.all([
        this.latchkey.recoveryCodes().catch((error) => this.#absent(error)),
        this.latchkey.session().catch(() => undefined),
      ]);
      this.#left = stock?.left ?? 0;
      if (!stock) this.hide();
      else if (!stock.created_at && standing && !provable(standing)) this.#drawTooEarly();
      else this.#draw(stock.created_at, !standing?.fresh_until);
    });
    if (!loaded && this.#left === undefined) this.#offerRetry();
  }

  /** Recovery codes are disabled. @param {unknown} error @returns {null} */
  #absent(error) {
    if (!(error instanceof LatchkeyError) || error.code !== 'not_found') throw error;
    return null;
  }

  /** Below the failure panel, which stays. */
  #offerRetry() {
    const retry = this.byId('retry') ?? this.button(this.text('recovery-codes.retry'), () => this.#load(), '', { id: 'retry' });
    this.shadowRoot?.querySelector('.card')?.lastElementChild?.replaceChildren(h('div', { class: 'actions' }, retry));
  }

  /** Without a passkey there is nothing to recover, and nothing to confirm the request with. */
  #drawTooEarly() {
    this.show({
      heading: this.text('recovery-codes.heading'),
      lead: this.text('recovery-codes.too_early'),
      actions: [this.link(this.text('recovery-codes.setup'), this.setting('setup-url'))],
    });
  }

  /** @param {string | null} madeAt null: none were ever created @param {boolean} [proof] creating codes asks for a passkey */
  #draw(madeAt, proof) {
    const left = this.#left ?? 0;
    const none = !madeAt, ended = none && this.hasAttribute('ended');
    this.show({
      heading: this.text('recovery-codes.heading'),
      lead: this.text(ended ? 'recovery-codes.ended_lead' : none ? 'recovery-codes.none_lead' : 'recovery-codes.lead'),
      body: none ? [] : [
        h('p', {}, h('strong', {}, this.text('recovery-codes.left', { left })), ' ',
          this.text('recovery-codes.made'), ' ', this.time(/** @type {string} */ (madeAt)), '.'),
        left <= LOW && h('p', { class: 'notice' }, this.text(left ? 'recovery-codes.low' : 'recovery-codes.used_up')),
      ],
      actions: [this.button(this.text(none ? 'recovery-codes.make' : 'recovery-codes.renew'), () => this.make(none),
        (none && (ended || !this.hasAttribute('inside'))) || (!none && left <= LOW) ? 'primary' : '', { id: 'make' }),
      proof && !this.hasAttribute('inside') && cantUse(this, 'session')],
    });
  }

  /** @param {boolean} first there are none to replace */
  async make(first) {
    if (this.busy) return;
    // Load the sheet first: codes that cannot be shown are lost.
    const sheet = await this.fetched(import('./codesheet.js'), 'codesheet').catch((error) => this.fail(error));
    if (!sheet || !first && !await sheet.renewalConfirmed(this)) return;
    await this.attempt(this.byId('make'), 'recovery-codes.making', async () => {
      this.#forget = await sheet.showNewCodes(this, (count) => this.#kept(count));
    });
  }

  /** @param {number} left */
  #kept(left) {
    this.#end();
    this.#left = left;
    const ours = this.emit('recovery-codes', { left });
    this.#draw(new Date().toISOString());
    if (ours && !this.navigate(this.setting('return-to'))) this.say(this.text('recovery-codes.done'));
  }
}

/** @param {import('../sdk/types.js').Standing} standing @returns {boolean} whether the session could be made fresh */
function provable({ factors }) {
  return factors.length > 0;
}

define('latchkey-recovery-codes', LatchkeyRecoveryCodes);
