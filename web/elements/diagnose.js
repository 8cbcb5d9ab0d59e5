// diagnose.js: <latchkey-diagnose> checks what passkeys need in this browser, says what to do about each fault, and ends in one text to
// send to support. It changes nothing and asks for no passkey. A failure links here, with its request ID in the fragment of the address:
// see supportdetails.js.

import { runChecks } from './checks.js';
import { contact } from './contact.js';
import { weightOf, codeOf } from './diagnosisstates.js';
import { saidBy, textOf } from './diagnosistext.js';
import { addressOf, h } from './dom.js';
import { define, LatchkeyElement } from './element.js';
import { Sheet } from './style.js';

const MARKS = { good: '✓', note: '!', bad: '✗' };

const sheet = new Sheet();
sheet.replaceSync(`
.checks { display: grid; gap: .75rem; padding: 0; margin: 0; list-style: none; }
.checks li { display: grid; grid-template-columns: 1.75rem 1fr; gap: .5rem; }
.checks .row { grid-column: 2; }
.mark { font-weight: 700; text-align: center; }
.bad .mark { color: var(--danger); }
.good { color: var(--quiet); }
.report { margin: 0; padding: .875rem 1rem; overflow-x: auto; border-radius: var(--radius); background: var(--badge); color: var(--ink); font: .8125rem/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.support { display: grid; gap: .75rem; }
.code { white-space: nowrap; }
`);

export class LatchkeyDiagnose extends LatchkeyElement {
  constructor() {
    super();
    this.wear(sheet);
  }

  /** What fails is what this element is for. */
  get needsPasskeys() {
    return false;
  }

  async start() {
    const { connection } = this;
    this.wait();
    this.#keepFragment();
    const findings = await runChecks(this.base);
    if (connection === this.connection) this.#draw(findings);
  }

  /** On a page of Latchkey's own, another language keeps what the failure said: forms drop the fragment of the address. */
  #keepFragment() {
    if (!this.hasAttribute('home-url')) return;
    for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll('.languages form'))) form.action = location.hash;
  }

  /** @param {import('./checks.js').Findings} findings */
  #draw(findings) {
    const { results } = findings, known = results.filter(({ state }) => state !== 'unknown'), open = results.filter(({ state }) => state === 'unknown');
    this.show({
      heading: this.text('diagnose.heading'),
      lead: this.text(results.some((result) => weightOf(result) === 'bad') ? 'diagnose.some_bad' : 'diagnose.all_good'),
      body: [
        h('ul', { class: 'checks', role: 'list' }, ...known.map((result) => this.#line(result, findings.home)),
          open.length > 0 && this.#item('note', this.text('diagnose.unknown', { checks: open.map(({ name }) => name).join(', ') }))),
        this.#report(textOf(findings, saidBy(location.hash)), codeOf(results)),
      ],
      actions: [this.button(this.text('diagnose.again'), () => this.start(), 'primary', { id: 'again' }), this.link(this.text('common.continue'), this.setting('return-to'), 'plain')],
    });
  }

  /** @param {import('./checks.js').Result} result @param {string} home where Latchkey is configured to be */
  #line(result, home) {
    const { name, state, seconds } = result;
    const words = this.text(`diagnose.${name}.${state}`, { time: seconds === undefined ? '' : this.#duration(Math.abs(seconds)) });
    return this.#item(weightOf(result), words, this.#wayOut(name, state, home));
  }

  /** @param {'good' | 'note' | 'bad'} weight @param {string} words @param {Node | false} [way] */
  #item(weight, words, way = false) {
    return h('li', { class: weight },
      h('span', { class: 'mark', role: 'img', 'aria-label': this.text(`diagnose.${weight}`) }, MARKS[weight]),
      h('span', {}, words),
      way && h('span', { class: 'row' }, way));
  }

  /** @param {string} name @param {string} state @param {string} home */
  #wayOut(name, state, home) {
    if (name === 'session' && ['none', 'ended'].includes(state)) return this.plainLink(this.text('signed_out.sign_in'), this.setting('login-url'));
    const there = addressOf(home);
    if (name !== 'origin' || !there || there.origin === location.origin || !['unlisted', 'no_passkeys'].includes(state)) return false;
    return this.plainLink(this.text('common.open_at', { address: there.host }), `${home}/diagnose${location.hash}`);
  }

  /** "64 seconds", or in minutes or hours. @param {number} seconds */
  #duration(seconds) {
    const [unit, size] = seconds < 120 ? ['second', 1] : seconds < 7200 ? ['minute', 60] : ['hour', 3600];
    return new Intl.NumberFormat(this.language, { style: 'unit', unit: String(unit), unitDisplay: 'long', maximumFractionDigits: 0 }).format(seconds / Number(size));
  }

  /** @param {string} text @param {string} code */
  #report(text, code) {
    const heading = this.heading(1, this.text('diagnose.text_heading'));
    heading.id = 'report-heading';
    const report = h('pre', { class: 'report', id: 'report', dir: 'ltr', tabindex: '0', role: 'region', 'aria-labelledby': 'report-heading' }, text.slice(0, -code.length), h('span', { class: 'code' }, code)); // its last line
    const copied = h('p', { class: 'quiet', role: 'status' });
    const copy = async () => {
      try {
        await navigator.clipboard.writeText(text);
        copied.textContent = this.text('diagnose.copied');
      } catch {
        getSelection()?.selectAllChildren(report);
        copied.textContent = this.text('diagnose.not_copied');
      }
    };
    const [before, after] = this.text('diagnose.by_phone', { code: '\n' }).split('\n');
    return h('div', { class: 'support' },
      heading,
      h('p', {}, this.text('diagnose.text_lead')),
      report,
      h('div', { class: 'row' }, this.button(this.text('diagnose.copy'), copy, 'small', { id: 'copy' })),
      copied,
      h('p', { class: 'quiet' }, before, h('bdi', { class: 'code', dir: 'ltr' }, code), after),
      contact(this, this.text('diagnose.help_page')));
  }
}

define('latchkey-diagnose', LatchkeyDiagnose);
