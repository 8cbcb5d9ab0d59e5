/**
 * @param {import('./view.js').View & {connection: number}} host @param {import('../sdk/latchkey.js').LatchkeyError} error
 * @param {HTMLElement | null | undefined} control that began the task @param {HTMLElement} panel of the failure
 */
export function waitFor(host: import("./view.js").View & {
    connection: number;
}, error: import("../sdk/latchkey.js").LatchkeyError, control: HTMLElement | null | undefined, panel: HTMLElement): void;
