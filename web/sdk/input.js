// input.js: tells developers that autofill has no input to appear in. Browsers say nothing: the promise is pending forever.

/** How long a page may take to draw its input, in milliseconds. */
const PATIENCE = 2000;

let warned = false;

/** Warns once for a page, in the console. */
export function warnWithoutInput() {
  if (warned || typeof document === 'undefined') return;
  setTimeout(() => {
    if (warned || hasInput(document)) return;
    warned = true;
    console.warn('Latchkey: autofill() shows passkeys in an input, and this page has none for it. '
      + 'Add autocomplete="username webauthn" to the input for the user name.');
  }, PATIENCE);
}

/** Whether there is one here or in an open shadow root. @param {ParentNode} root @returns {boolean} */
function hasInput(root) {
  if (root.querySelector('input[autocomplete~="webauthn" i], textarea[autocomplete~="webauthn" i]')) return true;
  return Array.from(root.querySelectorAll('*')).some(({ shadowRoot }) => shadowRoot && hasInput(shadowRoot));
}
