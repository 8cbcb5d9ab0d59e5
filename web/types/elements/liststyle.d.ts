export const listSheet: CSSStyleSheet;
