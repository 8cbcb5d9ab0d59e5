// codesheet.js: shows new recovery codes once, to copy, download or print. The codes exist only as text of this view: never in
// an attribute, event, storage or URL; temporary elements for copying and printing are removed.

import { confirmed } from './confirm.js';
import { h } from './dom.js';
import { Sheet } from './style.js';

/** @typedef {import('./element.js').LatchkeyElement} Host */

const PRINT = new Sheet(); // of the page, while codes are shown: its paper holds nothing else
PRINT.replaceSync('@media print { body > :not([data-latchkey-codes]) { display: none !important; } }');
const LIST = new Sheet(); // of the element that shows them
LIST.replaceSync(`
.codes { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .25rem 1.5rem; padding-inline-start: 2rem; }
.codes code { font: 1.0625rem/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.codes ::marker { color: var(--quiet); }
.keep > button { flex: 1 1 auto; padding-inline: .5rem; } /* in one line of a phone, or in lines that are filled */
@media (min-width: 30.01rem) {
  .keep > button { flex: none; padding-inline: 1rem; }
}
`);
const PAPER = new Sheet(); // of the sheet itself, which never shows on a screen
PAPER.replaceSync(`
:host { display: none; color: #000; background: #fff; font: 12pt/1.5 system-ui, sans-serif; }
@media print { :host { display: block; } }
code { font: 14pt/1.8 ui-monospace, monospace; }
`);

/**
 * @param {Host} host @param {string[]} codes
 * @returns {{element: HTMLElement, forget: () => void}} forget() removes all traces of the codes from the page
 */
export function codeSheet(host, codes) {
  host.wear(LIST);
  const list = codeList(codes);
  list.setAttribute('aria-label', host.text('recovery-codes.list'));
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(codes.join('\n'));
      host.say(host.text('recovery-codes.copied'));
    } catch {
      getSelection()?.selectAllChildren(list);
      host.say(host.text('recovery-codes.not_copied'));
    }
  };
  const save = () => {
    download(host, codes);
    host.say(host.text('recovery-codes.downloaded'));
  };
  const element = h('div', { class: 'view' }, list, h('div', { class: 'row keep' },
    host.button(host.text('recovery-codes.copy'), copy, 'small', { id: 'copy' }),
    host.button(host.text('recovery-codes.download'), save, 'small', { id: 'download' }),
    host.button(host.text('recovery-codes.print'), () => print(), 'small', { id: 'print' })));
  const endPaper = onPaper(host, codes);
  const endGuard = guarded();
  return { element, forget: () => { element.remove(); list.replaceChildren(); endPaper(); endGuard(); } };
}

/**
 * Creates codes and shows them, until the user says that they are kept.
 * @param {Host} host @param {(count: number) => void} kept @returns {Promise<(() => void) | undefined>} removes all traces of them
 */
export async function showNewCodes(host, kept) {
  const { connection } = host;
  const { codes } = await host.latchkey.newRecoveryCodes();
  if (connection !== host.connection) return undefined;
  const { element, forget } = codeSheet(host, codes);
  host.show({
    heading: host.text('recovery-codes.new_heading'),
    lead: host.text('recovery-codes.new_lead'),
    body: [element],
    actions: [host.button(host.text('recovery-codes.kept'), () => kept(codes.length), 'primary', { id: 'kept' })],
  });
  return forget;
}

/** @param {string[]} codes */
function codeList(codes) {
  return h('ol', { class: 'codes', part: 'codes' }, ...codes.map((code) => h('li', {}, h('code', { dir: 'ltr' }, code))));
}

/** The text around the codes in the file and in print. @param {Host} host */
function heading(host) {
  const date = new Intl.DateTimeFormat(host.language, { dateStyle: 'long' }).format(new Date());
  return [host.text('recovery-codes.file_title'), host.text('recovery-codes.file_date', { date }), host.text('recovery-codes.file_use')];
}

/** @param {Host} host @param {string[]} codes */
function download(host, codes) {
  const lines = [...heading(host), '', ...codes.map((code, i) => `${String(i + 1).padStart(2)}. ${code}`), ''];
  const url = URL.createObjectURL(new Blob([lines.join('\r\n')], { type: 'text/plain' }));
  h('a', { href: url, download: host.text('recovery-codes.file_name').replace(/[\u2068\u2069]/g, '') }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // browsers may read it late
}

/**
 * Prints only the codes, however printing is started. A shadow root cannot hide the page around it, so the sheet is added to the
 * document while printing.
 * @param {Host} host @param {string[]} codes @returns {() => void} ends it
 */
function onPaper(host, codes) {
  /** @type {HTMLElement | undefined} */
  let paper;
  const begin = () => {
    end();
    const [title, ...lines] = heading(host);
    paper = h('div', { 'data-latchkey-codes': true, lang: host.language, dir: host.text('dir') });
    const root = /** @type {HTMLElement} */ (paper).attachShadow({ mode: 'closed' });
    root.adoptedStyleSheets = [PAPER];
    root.append(h('h1', {}, title), ...lines.map((line) => h('p', {}, line)), codeList(codes));
    document.body.append(/** @type {HTMLElement} */ (paper));
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, PRINT];
  };
  const end = () => {
    paper?.remove();
    paper = undefined;
    document.adoptedStyleSheets = (document.adoptedStyleSheets ?? []).filter((sheet) => sheet !== PRINT);
  };
  addEventListener('beforeprint', begin);
  addEventListener('afterprint', end);
  return () => {
    removeEventListener('beforeprint', begin);
    removeEventListener('afterprint', end);
    end();
  };
}

/** Has the browser warn before leaving a page with unsaved codes. @returns {() => void} removes the warning */
function guarded() {
  /** @param {BeforeUnloadEvent} event */
  const ask = (event) => event.preventDefault();
  addEventListener('beforeunload', ask);
  return () => removeEventListener('beforeunload', ask);
}

/**
 * Asks before new codes replace the old ones.
 * @param {import('./element.js').LatchkeyElement} host with the sentences of "recovery-codes"
 */
export async function renewalConfirmed(host) {
  const standing = await host.latchkey.session().catch(() => undefined);
  return confirmed(host, {
    heading: host.text('recovery-codes.confirm_heading'),
    consequence: [host.text('recovery-codes.confirm_lead')],
    action: host.text('recovery-codes.renew'),
    keep: host.text('recovery-codes.keep'),
    proof: !standing?.fresh_until,
  });
}
