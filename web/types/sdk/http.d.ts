/**
 * @param {string} base URL of Latchkey, without a slash at its end; empty: the origin of this page
 * @param {string} [language]  of the names that the server gives; absent: that of the page
 * @returns {(method: string, path: string, body?: object) => Promise<any>}
 */
export function connect(base: string, language?: string): (method: string, path: string, body?: object) => Promise<any>;
/** @param {number} status @param {string} requestId @param {import('./types.js').Problem | null} problem */
export function refusal(status: number, requestId: string, problem: import("./types.js").Problem | null): LatchkeyError;
/**
 * Serialises begins. The first begin sets a cookie that the ceremony is bound to. Two concurrent ones, from a button and an
 * autofill or from two tabs, would each set one, and the ceremony with the overwritten cookie could not finish.
 * @template T @param {() => Promise<T>} begin @returns {Promise<T>}
 */
export function oneAtATime<T>(begin: () => Promise<T>): Promise<T>;
import { LatchkeyError } from './error.js';
