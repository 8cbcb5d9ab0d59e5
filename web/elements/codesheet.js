// codesheet.js: shows new recovery codes, once: to copy, to save as a file, to print. The codes are text of this view and
// nothing else: they enter no attribute, event, storage or address, and what copies and prints them is thrown away.

import { h } from './dom.js';
import { Sheet } from './style.js';

/** @typedef {import('./element.js').LatchkeyElement} Host */

const PRINT = new Sheet(); // of the page, while codes are shown: its paper holds nothing else
PRINT.replaceSync('@media print { body > :not([data-latchkey-codes]) { display: none !important; } }');
const LIST = new Sheet(); // of the element that shows them
LIST.replaceSync(`
.codes { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .25rem 1.5rem; padding-left: 2rem; }
.codes code { font: 1.0625rem/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.codes ::marker { color: var(--quiet); }
`);
const PAPER = new Sheet(); // of the sheet itself, which never shows on a screen
PAPER.replaceSync(`
:host { display: none; color: #000; background: #fff; font: 12pt/1.5 system-ui, sans-serif; }
@media print { :host { display: block; } }
code { font: 14pt/1.8 ui-monospace, monospace; }
`);

/**
 * @param {Host} host @param {string[]} codes
 * @returns {{element: HTMLElement, forget: () => void}} forget() takes every trace of them out of the page
 */
export function codeSheet(host, codes) {
  const root = /** @type {ShadowRoot} */ (host.shadowRoot);
  if (!root.adoptedStyleSheets?.includes(LIST)) root.adoptedStyleSheets = [...root.adoptedStyleSheets ?? [], LIST];
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
  const element = h('div', { class: 'view' }, list, h('div', { class: 'row' },
    host.button(host.text('recovery-codes.copy'), copy, 'small', { id: 'copy' }),
    host.button(host.text('recovery-codes.download'), save, 'small', { id: 'download' }),
    host.button(host.text('recovery-codes.print'), () => print(), 'small', { id: 'print' })));
  const endPaper = onPaper(host, codes);
  const endGuard = guarded();
  return { element, forget: () => { element.remove(); list.replaceChildren(); endPaper(); endGuard(); } };
}

/** @param {string[]} codes */
function codeList(codes) {
  return h('ol', { class: 'codes', part: 'codes' }, ...codes.map((code) => h('li', {}, h('code', {}, code))));
}

/** What the file and the paper say besides the codes. @param {Host} host */
function heading(host) {
  const date = new Intl.DateTimeFormat(host.language, { dateStyle: 'long' }).format(new Date());
  return [host.text('recovery-codes.file_title'), host.text('recovery-codes.file_date', { date }), host.text('recovery-codes.file_use')];
}

/** @param {Host} host @param {string[]} codes */
function download(host, codes) {
  const lines = [...heading(host), '', ...codes.map((code, i) => `${String(i + 1).padStart(2)}. ${code}`), ''];
  const url = URL.createObjectURL(new Blob([lines.join('\r\n')], { type: 'text/plain' }));
  h('a', { href: url, download: host.text('recovery-codes.file_name') }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // browsers may read it late
}

/**
 * Whichever way the person prints, the paper holds the codes and nothing else: a shadow root cannot hide the page around it,
 * so the sheet stands beside everything for as long as printing takes.
 * @param {Host} host @param {string[]} codes @returns {() => void} ends it
 */
function onPaper(host, codes) {
  /** @type {HTMLElement | undefined} */
  let paper;
  const begin = () => {
    end();
    const [title, ...lines] = heading(host);
    paper = h('div', { 'data-latchkey-codes': true, lang: host.language });
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

/** The browser asks before it leaves a page whose codes may not be kept yet. @returns {() => void} ends it */
function guarded() {
  /** @param {BeforeUnloadEvent} event */
  const ask = (event) => event.preventDefault();
  addEventListener('beforeunload', ask);
  return () => removeEventListener('beforeunload', ask);
}
