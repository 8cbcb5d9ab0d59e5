// liststyle.js: styles of the passkey list, the sections below it and the activity, in addition to style.js.

import { Sheet } from './style.js';

export const listSheet = new Sheet();

listSheet.replaceSync(`
:host, .sections { display: grid; gap: 1.5rem; }
:host([hidden]), .sections:empty { display: none; }
:host > *, .sections > * { min-width: 0; }
div.card:has(.list), div.card:not(:has(.h1)) { padding: 0; border: 0; background: none; } /* the items are the cards here */
.item, details.card {
  padding: 1.25rem clamp(1.25rem, 4vw, 1.5rem);
  border: 1px solid var(--line);
  border-radius: calc(var(--radius) + 4px);
  background: var(--card);
}
.item { gap: .75rem; }
.icon { flex: none; width: 1.75rem; height: 1.75rem; line-height: 0; }
.icon img { width: 100%; height: 100%; object-fit: contain; }
svg.icon { color: var(--quiet); }
.passkey { gap: .25rem; padding: .75rem 1rem; }
.passkey .headline { gap: .25rem .5rem; }
.passkey .h2 { max-width: calc(100% - 2.25rem); } /* beside the icon, however long */
.passkey .rename { margin-block-start: .5rem; }
.passkey > .row { gap: 0; margin-inline-start: -.75rem; }
.passkey button.plain { min-height: 2.25rem; padding: .25rem .75rem; color: var(--accent); }
.passkey button.plain:hover { color: var(--accent-strong); text-decoration: underline; }
.list:has(.passkey) { gap: .75rem; }
.line { display: flex; flex-wrap: wrap; column-gap: 1.25rem; font-size: .875rem; line-height: 1.4; }
.line dt, .line dd { display: inline; margin: 0; }
.badge.here { border: 1px solid var(--control); background: transparent; color: var(--ink); }
details.card { display: block; padding: 0; }
summary.h2 { min-height: 0; padding: 1.25rem clamp(1.25rem, 4vw, 1.5rem); color: var(--ink); font-weight: 600; }
details.card > .view { padding: 0 clamp(1.25rem, 4vw, 1.5rem) 1.25rem; }
.events { display: grid; gap: .875rem; padding: 0; list-style: none; }
.actions { justify-content: start; }
.actions:not(:has(> :not([hidden]))) { display: none; }
@media (max-width: 30rem) {
  .actions { justify-content: stretch; }
}
@media (min-width: 30.01rem) {
  .view > .actions { display: flex; flex-wrap: wrap; align-items: center; }
  .view > .actions > :is(.cantuse, :has(> .cantuse)) { flex-basis: 100%; }
  form > button { justify-self: start; }
}
`);
