// The elements in JSX, for React 19 and its types. Add `"types": ["latchkey-web/react"]` to tsconfig.json:
//
//   <latchkey-setup offer base-url="https://passkeys.example.com" onlatchkey-registered={({ detail }) => …} />
//
// Attributes are named as in docs/elements.md. React 19 listens to a custom element's event by a property "on" plus the event's
// name, and sets a true attribute without a value. Compilers accept other attributes with a dash, such as text-heading, as they
// are.

import type { ClassAttributes, HTMLAttributes } from 'react';
import type { LatchkeyEvents } from './elements.js';

type Listeners = { [Name in keyof LatchkeyEvents as `on${Name}`]?: (event: LatchkeyEvents[Name]) => void };

/** Those of all elements. */
interface Shared {
  'base-url'?: string;
  'home-url'?: string;
  'app-name'?: string;
  'return-to'?: string;
  'login-url'?: string;
  'recover-url'?: string;
  'support-url'?: string;
  'support-email'?: string;
  'heading-level'?: 1 | 2 | 3 | 4 | 5;
}

type LatchkeyProps<Element extends HTMLElement, Own = {}> =
  ClassAttributes<Element> & HTMLAttributes<Element> & Shared & Listeners & Own;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'latchkey-setup': LatchkeyProps<HTMLElementTagNameMap['latchkey-setup'], {
        offer?: boolean;
        'ask-again-after'?: number;
        'passkeys-url'?: string;
      }>;
      'latchkey-login': LatchkeyProps<HTMLElementTagNameMap['latchkey-login'], {
        session?: 'cookie' | 'none';
        audience?: string;
        nonce?: string;
        interaction?: string;
        'restart-url'?: string;
        'rp-id'?: string;
        autofocus?: boolean;
        asked?: boolean;
      }>;
      'latchkey-step-up': LatchkeyProps<HTMLElementTagNameMap['latchkey-step-up'], {
        gate?: string;
        'setup-url'?: string;
        'max-age'?: string;
        level?: string;
      }>;
      'latchkey-passkeys': LatchkeyProps<HTMLElementTagNameMap['latchkey-passkeys'], {
        asked?: boolean;
        'recovery-codes'?: boolean;
        'not-me-url'?: string;
      }>;
      'latchkey-recovery-codes': LatchkeyProps<HTMLElementTagNameMap['latchkey-recovery-codes'], {
        'setup-url'?: string;
      }>;
      'latchkey-not-me': LatchkeyProps<HTMLElementTagNameMap['latchkey-not-me'], {
        passkey?: string;
        'setup-url'?: string;
        'passkeys-url'?: string;
      }>;
      'latchkey-diagnose': LatchkeyProps<HTMLElementTagNameMap['latchkey-diagnose'], {
        // None of its own.
      }>;
      'latchkey-recover': LatchkeyProps<HTMLElementTagNameMap['latchkey-recover'], {
        gate?: string;
        'passkeys-url'?: string;
      }>;
    }
  }
}
