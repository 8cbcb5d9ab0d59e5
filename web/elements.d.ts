// Types of the elements' tags and events.
//
//   document.querySelector('latchkey-setup')?.addEventListener('latchkey-registered', ({ detail }) => detail.passkey.name)
//
// Include them by `"types": ["latchkey-web/elements"]` in its tsconfig.json; `latchkey-web/react` includes them.

import type { Assurance, Factor, LatchkeyError, Login, Passkey, SessionsOutcome } from './sdk/latchkey.js';

/** Events of all elements, by name, with their details. They bubble. After preventDefault(), the page handles the outcome. */
export interface LatchkeyEvents {
  'latchkey-registered': CustomEvent<{ passkey: Passkey }>;
  'latchkey-skipped': CustomEvent<{ reason: 'not_now' | 'has_passkey' | 'not_supported' }>;
  'latchkey-signed-in': CustomEvent<{ login: Login }>;
  'latchkey-stepped-up': CustomEvent<{ assurance?: Assurance; redirect_to?: string }>;
  'latchkey-renamed': CustomEvent<{ passkey: Passkey }>;
  'latchkey-removed': CustomEvent<{ passkey: Passkey; sessions: SessionsOutcome; recovery_codes: 'unaffected' | 'ended' }>;
  'latchkey-disowned': CustomEvent<{ passkey: Pick<Passkey, 'id'> & Partial<Passkey>; sessions: SessionsOutcome }>;
  'latchkey-factor-confirmed': CustomEvent<{ factor: Factor }>;
  'latchkey-factor-disowned': CustomEvent<{ factor: Factor; kept: boolean }>;
  'latchkey-recovery-codes': CustomEvent<{ left: number }>;
  'latchkey-redeemed': CustomEvent<{ assurance?: Assurance; left?: number; redirect_to?: string }>;
  'latchkey-failed': CustomEvent<{ error: LatchkeyError }>;
  'latchkey-signed-out': CustomEvent<{ error: LatchkeyError }>;
}

/** What emit() of an element takes: "registered" for latchkey-registered. */
export type Outcome<Name = keyof LatchkeyEvents> = Name extends `latchkey-${infer Short}` ? Short : never;

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
    'latchkey-recover': import('./elements/recover.js').LatchkeyRecover;
  }
}
