/** @returns {Element} */
export function passkeySymbol(): Element;
