/** @typedef {(method: string, path: string, body?: object) => Promise<any>} Send */
/** @typedef {(options: {}, turn: number) => Promise<unknown>} Prove a step-up */
/**
 * @param {Send} send @param {Prove} prove
 * @returns {(method: string, path: string, body?: object, turn?: number) => Promise<any>} `turn` of a caller that prompts itself
 */
export function resuming(send: Send, prove: Prove): (method: string, path: string, body?: object, turn?: number) => Promise<any>;
export type Send = (method: string, path: string, body?: object) => Promise<any>;
/**
 * a step-up
 */
export type Prove = (options: {}, turn: number) => Promise<unknown>;
