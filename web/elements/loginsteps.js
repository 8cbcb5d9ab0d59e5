// loginsteps.js: the ways to sign in with a passkey, in the order in which <latchkey-login> tries them, so that no failure is a
// dead end:
//
//   immediate       what this device has at hand, shown at once; needs the press of the button
//   autofill        in the input, from when the page has loaded
//   prompt          the browser's own choice
//   other_domain    a passkey of a further relying party, such as that of the domain before a move
//   another_device  a phone or a security key, offered in words
//   recovery        without a passkey

/** @typedef {'immediate' | 'autofill' | 'prompt' | 'other_domain' | 'another_device' | 'recovery'} Way */
/** A way that has a button. @typedef {'button' | 'other_domain' | 'another_device'} Pressed */
/** @typedef {'security-key' | 'client-device' | 'hybrid'} Hint */
/** @typedef {{identifier?: string, hints?: Hint[], immediate?: boolean}} Wish options of login() */

/** @type {Hint[]} */
const ELSEWHERE = ['hybrid', 'security-key'];

/**
 * What a way asks of login(). The immediate one goes on to the prompt in the same ceremony if there is nothing at hand.
 * @param {Pressed} pressed @param {{identifier?: string, lastHint?: Hint}} known lastHint: of the passkey last used
 *   in this browser, which says nothing about an identifier
 * @returns {Wish}
 */
export function wishOf(pressed, { identifier, lastHint }) {
  if (pressed === 'another_device') return { identifier, hints: ELSEWHERE };
  if (pressed === 'other_domain' || identifier) return { identifier };
  // The browser has no use for this device's passkeys where the person carries theirs.
  return { hints: lastHint && [lastHint], immediate: !lastHint || lastHint === 'client-device' };
}

/** Codes that say that this way found no passkey. All others say nothing about it, or that no other passkey would help. */
const WITHOUT_PASSKEY = ['cancelled', 'timed_out', 'passkey_rejected', 'no_authenticator', 'not_supported', 'user_verification_impossible'];

/**
 * The way to offer after one that did not sign in.
 * @param {Way} tried @param {string} code of its failure @param {boolean} [elsewhere] there are further relying parties @returns {Way}
 */
export function wayAfter(tried, code, elsewhere = false) {
  if (!WITHOUT_PASSKEY.includes(code)) return tried;
  switch (tried) {
    case 'immediate': case 'autofill': return 'prompt';
    case 'prompt': return elsewhere ? 'other_domain' : 'another_device';
    case 'other_domain': return 'another_device';
    default: return 'recovery';
  }
}
