// fordevelopers.js: says in the console what the page's developers, or the operators of Latchkey, can mend. The sentences of the views
// are for users, who can do nothing about it. It is loaded when a task fails.

/** Codes whose error names what to add or to compare. */
const THEIRS = ['network', 'forbidden_origin', 'wrong_domain', 'blocked'];

/** @param {import('../sdk/latchkey.js').LatchkeyError} error */
export function tellDevelopers(error) {
  const { code, reason, message, hint, cause } = error;
  if (code === 'unknown') console.error(error, cause); // such as the TypeError for a base-url without a scheme
  else if (THEIRS.includes(code) || reason === 'origin_mismatch') console.error(message, hint);
}
