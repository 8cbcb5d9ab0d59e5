// style.js: styles of the elements. Every colour and size is a custom property that the page may set. Light or dark follows the
// page's own color-scheme, so that elements match pages that have only one.

/**
 * Safari before 16.4 supports passkeys but not constructed style sheets: the elements are unstyled there, and work. On a server
 * there are none either.
 * @type {typeof CSSStyleSheet}
 */
export const Sheet = globalThis.document && 'adoptedStyleSheets' in document ? CSSStyleSheet : /** @type {any} */ (class { replaceSync() {} });

/** Badges follow the accent, which a page may set. */
const TINT = 'color-mix(in srgb,var(--accent) 12%,var(--card))', INK = 'var(--accent-strong)';

/** Light and dark values. */
const COLOURS = {
  accent: ['#2456c9', '#8fb0ff'],
  'accent-strong': ['#1b44a3', '#b3caff'],
  'on-accent': ['#fff', '#0d1730'],
  card: ['#fff', '#1a1d24'],
  line: ['#d5d9e0', '#333945'],
  control: ['#7b8494', '#7d8798'],
  ink: ['#171a21', '#eceef2'],
  quiet: ['#565e6c', '#a8b0bd'],
  badge: [TINT, TINT],
  'badge-ink': [INK, INK],
  warning: ['#fdf0d8', '#41320f'],
  'warning-ink': ['#6f4600', '#ffdc93'],
  danger: ['#b3261e', '#ff9d94'],
  'danger-strong': ['#8c1d17', '#ffbdb7'],
  'danger-ground': ['#fdf1f0', '#2c1a1b'],
};

const both = globalThis.CSS?.supports('color', 'light-dark(#000, #fff)');
const colours = new Sheet();
colours.replaceSync(':host{' + Object.entries(COLOURS).map(([name, [light, dark]]) =>
  '--' + name + ':var(--latchkey-' + name + ',' + (both ? 'light-dark(' + light + ',' + dark + ')' : light) + ')').join(';') + '}');

const sheet = new Sheet();
export const sheets = [colours, sheet];

sheet.replaceSync(`
:host {
  --radius: var(--latchkey-radius, 12px);
  display: block;
  color: var(--ink);
  font: 1rem/1.55 sans-serif;
  font-family: var(--latchkey-font, inherit);
  overflow-wrap: anywhere;
}

*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
.view:empty { display: none; }

h1, h2, h3, h4, h5, h6, p, ul, ol, dl { margin: 0; }
.h1 { font-size: 1.625rem; line-height: 1.25; letter-spacing: -.01em; text-wrap: balance; }
.h2, .h3 { font-size: 1.0625rem; line-height: 1.35; }
[tabindex="-1"]:focus { outline: none; } /* focused for screen readers only; not operable */

a { color: var(--accent); text-underline-offset: .2em; }
a:hover { color: var(--accent-strong); }
p { text-wrap: pretty; }
.lead { color: var(--quiet); font-size: 1.0625rem; }
.quiet { color: var(--quiet); font-size: .9375rem; }

.card, .view, form, .item, .failure { display: grid; gap: 1rem; }
.card > *, .view > *, form > *, .item > * { min-width: 0; }
.card {
  padding: clamp(1.25rem, 5vw, 2.25rem);
  border: 1px solid var(--line);
  border-radius: calc(var(--radius) + 4px);
  background: var(--card);
}

/* Controls */
button, .button {
  display: inline-flex;
  align-items: center;
  justify-content: center;
  min-height: 3rem;
  padding: .625rem 1.25rem;
  border: 1px solid var(--control);
  border-radius: var(--radius);
  background: transparent;
  color: var(--ink);
  font: inherit;
  font-weight: 600;
  text-align: center;
  text-wrap: balance;
  text-decoration: none;
  cursor: pointer;
  transition: background-color .15s, border-color .15s;
}
button:hover, .button:hover { border-color: var(--ink); color: var(--ink); }
.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.primary:hover { background: var(--accent-strong); border-color: var(--accent-strong); color: var(--on-accent); }
.plain, .plain:hover { border-color: transparent; }
.danger { color: var(--danger); }
.danger:hover { border-color: var(--danger); color: var(--danger-strong); }
.danger.solid { background: var(--danger); border-color: var(--danger); color: var(--card); }
.danger.solid:hover { background: var(--danger-strong); border-color: var(--danger-strong); }
.small { min-height: 2.75rem; padding: .375rem 1rem; font-size: .9375rem; }
[aria-disabled="true"], :disabled { opacity: .6; cursor: progress; }
:focus-visible, ::slotted(:focus-visible) { outline: 3px solid var(--accent); outline-offset: 2px; }

.field { display: grid; gap: .375rem; }
label, ::slotted(label) { font-weight: 600; }
input, ::slotted(input) {
  box-sizing: border-box;
  width: 100%;
  min-height: 3rem;
  padding: .625rem .875rem;
  border: 1px solid var(--control);
  border-radius: var(--radius);
  background: var(--card);
  color: var(--ink);
  font: inherit;
}

.actions { display: grid; gap: .75rem; }
.row { display: flex; flex-wrap: wrap; gap: .625rem; }

/* Status and failure */
.status { color: var(--quiet); }
.progress, #other-domains { display: contents; }
.prompting { display: flex; flex-wrap: wrap; align-items: center; gap: .625rem .875rem; padding: .875rem 1rem; border-radius: var(--radius); background: var(--badge); }
.prompting .status { flex: 1 1 12rem; min-width: 0; color: var(--ink); }
.prompting .symbol { flex: none; width: 2rem; height: 2rem; color: var(--accent); }
.status:empty { position: absolute; } /* takes no space in the grid, stays in the accessibility tree */
.notice { padding: 1rem 1.25rem; border-radius: var(--radius); background: var(--warning); color: var(--warning-ink); }
.failure {
  gap: .625rem;
  padding: 1rem 1.25rem;
  border: 1px solid var(--danger);
  border-inline-start-width: 4px;
  border-radius: var(--radius);
  background: var(--danger-ground);
}
.failure .h2 { color: var(--danger); }
summary { min-height: 1.75rem; cursor: pointer; color: var(--quiet); font-size: .9375rem; }
.cantuse > summary { margin-inline-start: 1.125rem; list-style-position: outside; }
.cantuse > .view { padding-top: .75rem; }
details .facts { margin: .5rem 0 .75rem; }

/* Facts, badges, lists */
.facts { display: flex; flex-wrap: wrap; gap: .5rem 2rem; }
.facts dt { color: var(--quiet); font-size: .875rem; }
.facts dd { margin: 0; }
.badge {
  display: inline-block;
  padding: .125rem .625rem;
  border-radius: 99px;
  background: var(--badge);
  color: var(--badge-ink);
  font-size: .8125rem;
  font-weight: 600;
}
.badge.warning { background: var(--warning); color: var(--warning-ink); }
.headline { display: flex; flex-wrap: wrap; align-items: center; gap: .375rem .75rem; }
.list { display: grid; gap: 1rem; padding: 0; list-style: none; }

@media (prefers-reduced-motion: reduce) {
  * { transition: none !important; }
}
@media (prefers-contrast: more) {
  :host { --line: var(--ink); --quiet: var(--ink); --control: var(--ink); }
}
`);
