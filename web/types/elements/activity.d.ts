/** @typedef {import('../sdk/types.js').Activity} Event */
export class Activity {
    /** @param {import('./element.js').LatchkeyElement} host */
    constructor(host: import("./element.js").LatchkeyElement);
    element: any;
    /** Reloads the list from the newest event. */
    refresh(): Promise<void>;
    #private;
}
export type Event = import("../sdk/types.js").Activity;
