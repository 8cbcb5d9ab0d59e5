/**
 * Safari before 16.4 supports passkeys but not constructed style sheets: the elements are unstyled there, and work. On a server
 * there are none either.
 * @type {typeof CSSStyleSheet}
 */
export const Sheet: typeof CSSStyleSheet;
export const sheets: CSSStyleSheet[];
