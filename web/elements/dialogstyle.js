// dialogstyle.js: the style of dialogs, in addition to style.js. On a phone they are dense, so that few have to scroll,
// and the buttons of those that do stay in view.

import { Sheet } from './style.js';

export const dialogSheet = new Sheet();

dialogSheet.replaceSync(`
dialog {
  --around: clamp(1rem, 5vw, 2rem);
  width: min(28rem, calc(100vw - 1rem));
  max-width: none;
  max-height: calc(100vh - 1rem);
  padding: var(--around);
  scroll-padding-block-end: 8rem;
  border: 1px solid var(--line);
  border-radius: calc(var(--radius) + 4px);
  background: var(--card);
  color: var(--ink);
}
dialog .view, dialog form { gap: .75rem; }
dialog::backdrop { background: rgb(10 14 22 / 55%); }
dialog .actions {
  display: flex;
  flex-wrap: wrap;
  position: sticky;
  inset-block-end: calc(-1 * var(--around));
  margin-block-end: calc(-1 * var(--around));
  padding-block: .5rem var(--around);
  background: var(--card);
}
dialog .actions > * { flex: 1 1 auto; padding-inline: 1rem; } /* below each other before one breaks */
@media (max-width: 30rem) {
  dialog .view, dialog form { gap: .5rem; }
  dialog .view, dialog .checks, dialog .quiet { font-size: .875rem; line-height: 1.4; }
}
`);
