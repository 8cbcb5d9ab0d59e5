/**
 * @param {import('./view.js').View} host @param {HTMLButtonElement} control @param {number} seconds
 * @param {() => boolean} current whether the element still shows the failure
 * @returns {HTMLElement} the sentence that counts
 */
export function countDown(host: import("./view.js").View, control: HTMLButtonElement, seconds: number, current: () => boolean): HTMLElement;
