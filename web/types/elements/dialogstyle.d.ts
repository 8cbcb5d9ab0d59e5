export const dialogSheet: CSSStyleSheet;
