/**
 * @param {import('./resume.js').Send} send
 * @param {(via: import('./resume.js').Send, kind: string, begun: Begun, members: object) => Promise<any>} finish
 * @param {number} turn in which the page asked for it
 * @param {{name?: string}} [options] @returns {Promise<RegisteredPasskey | null>}
 */
export function upgraded(send: import("./resume.js").Send, finish: (via: import("./resume.js").Send, kind: string, begun: Begun, members: object) => Promise<any>, turn: number, { name }?: {
    name?: string;
}): Promise<RegisteredPasskey | null>;
export type Begun = import("./types.js").Begun;
export type RegisteredPasskey = import("./types.js").RegisteredPasskey;
