// Types of the elements' tags and events.
//
//   document.querySelector('latchkey-setup')?.addEventListener('latchkey-registered', ({ detail }) => detail.passkey.name)
//
// Include them by `"types": ["latchkey-web/elements"]` in its tsconfig.json; `latchkey-web/react` includes them.

import type { Details } from './elements/types.js';

/** Events of all elements, by name, with their details. They bubble. After preventDefault(), the page handles the outcome. */
export type LatchkeyEvents = { [Name in keyof Details as `latchkey-${Name}`]: CustomEvent<Details[Name]> };

declare global {
  interface HTMLElementEventMap extends LatchkeyEvents {}
  interface DocumentEventMap extends LatchkeyEvents {}

  interface HTMLElementTagNameMap {
    'latchkey-setup': import('./elements/setup.js').LatchkeySetup;
    'latchkey-login': import('./elements/login.js').LatchkeyLogin;
    'latchkey-step-up': import('./elements/step-up.js').LatchkeyStepUp;
    'latchkey-passkeys': import('./elements/passkeys.js').LatchkeyPasskeys;
    'latchkey-recovery-codes': import('./elements/recovery-codes.js').LatchkeyRecoveryCodes;
    'latchkey-not-me': import('./elements/not-me.js').LatchkeyNotMe;
    'latchkey-diagnose': import('./elements/diagnose.js').LatchkeyDiagnose;
    'latchkey-recover': import('./elements/recover.js').LatchkeyRecover;
  }
}
