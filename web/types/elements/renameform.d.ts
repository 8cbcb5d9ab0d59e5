/**
 * It takes the place of the buttons. Escape or an unchanged name closes it.
 * @param {import('./element.js').LatchkeyElement} host @param {string} name
 * @param {{close: () => void, save: (control: HTMLElement, name: string) => void}} actions
 */
export function renameForm(host: import("./element.js").LatchkeyElement, name: string, { close, save }: {
    close: () => void;
    save: (control: HTMLElement, name: string) => void;
}): any;
