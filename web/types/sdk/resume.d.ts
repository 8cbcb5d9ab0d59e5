/**
 * @param {Send} send @param {Prove} prove
 * @returns {(method: string, path: string, body?: object, turn?: number) => Promise<any>} `turn` of a caller that prompts itself
 */
export function resuming(send: Send, prove: Prove): (method: string, path: string, body?: object, turn?: number) => Promise<any>;
/** @typedef {(method: string, path: string, body?: object) => Promise<any>} Send */
/** @typedef {(options: {}, turn: number) => Promise<unknown>} Prove a step-up */
/** The RP ID whose passkeys step-ups of this page ask for, if the user has some of several; absent: the server chooses. */
export const chosen: {
    rpId?: string;
};
export type Send = (method: string, path: string, body?: object) => Promise<any>;
/**
 * a step-up
 */
export type Prove = (options: {}, turn: number) => Promise<unknown>;
