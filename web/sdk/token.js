// token.js: the Kratos session of a page on another site than Latchkey, where it has a token in place of a cookie. Kept in
// memory, and shared by all instances and elements of the page that use the same Latchkey.

/** @type {Map<string, string>} by the address of Latchkey */
const tokens = new Map();

/** @param {string} base */
export const tokenOf = (base) => tokens.get(base);

/** @param {string} base @param {string | null} token null: forgets it */
export function keepToken(base, token) {
  if (token) tokens.set(base, token);
  else tokens.delete(base);
}
