// style.js: styles of the console, in addition to elements/style.js.

import { Sheet } from '../elements/style.js';

export const adminSheet = new Sheet();

adminSheet.replaceSync(`
:host { display: grid; gap: 1.25rem; }
:host > * { min-width: 0; }
nav { display: grid; gap: .5rem; }
nav:empty { display: none; }
.who { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: center; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem; padding: 0; list-style: none; }
nav a { display: block; padding: .625rem .875rem; border-radius: var(--radius); color: var(--ink); font-weight: 600; text-decoration: none; }
nav a:hover { background: var(--badge); color: var(--badge-ink); }
nav a[aria-current] { background: var(--accent); color: var(--on-accent); }
section { display: grid; gap: .875rem; }
section > * { min-width: 0; }
section:not(:first-child) { padding-top: 1.25rem; border-top: 1px solid var(--line); }
.item { gap: .625rem; padding: 1rem clamp(1rem, 3vw, 1.25rem); border: 1px solid var(--line); border-radius: var(--radius); }
.item:focus { outline: none; }
.icon { flex: none; width: 1.5rem; height: 1.5rem; line-height: 0; }
.icon img { width: 100%; height: 100%; object-fit: contain; }
svg.icon { color: var(--quiet); }
.view > button, .view > .button { justify-self: start; }
/* Views are long: keep the result of a change visible. */
.status:not(:empty) { position: sticky; bottom: .75rem; padding: .75rem 1rem; border: 1px solid var(--control); border-radius: var(--radius); background: var(--badge); color: var(--ink); box-shadow: 0 4px 16px rgb(10 14 22 / 18%); }
.events { display: grid; gap: .75rem; padding: 0; list-style: none; }
.events > li { display: grid; gap: .125rem; padding-bottom: .75rem; border-bottom: 1px solid var(--line); }
.events > li:last-child { border-bottom: 0; padding-bottom: 0; }
.id { font: .8125rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.once { display: block; padding: .875rem 1rem; border: 1px dashed var(--control); border-radius: var(--radius); font: 1.125rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; user-select: all; }
.fault { color: var(--danger); font-weight: 600; }
.fault:empty { display: none; }
.fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(17rem, 100%), 1fr)); gap: .875rem 1rem; align-items: end; }
.checks { display: grid; gap: .25rem; }
fieldset { min-width: 0; margin: 0; padding: 0; border: 0; }
legend { padding: 0; font-weight: 600; }
.check { display: flex; align-items: start; gap: .625rem; padding: .375rem 0; font-weight: 400; }
.under { padding-inline-start: 1.875rem; }
.check input { flex: none; width: 1.25rem; min-height: 1.25rem; height: 1.25rem; margin: .125rem 0; accent-color: var(--accent); }
select, textarea {
  width: 100%;
  min-height: 3rem;
  padding: .625rem .875rem;
  border: 1px solid var(--control);
  border-radius: var(--radius);
  background: var(--card);
  color: var(--ink);
  font: inherit;
  text-overflow: ellipsis;
}
[aria-invalid] { border-color: var(--danger); }
.actions { justify-content: start; }
@media (max-width: 30rem) {
  nav a { padding: .5rem .625rem; font-size: .875rem; }
  .actions { justify-content: stretch; }
}
@media (min-width: 30.01rem) {
  .view > .actions { display: flex; flex-wrap: wrap; }
  .view > .actions > .cantuse { flex-basis: 100%; }
}
`);
