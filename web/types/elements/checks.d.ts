/** @typedef {import('./diagnosisstates.js').Result & {seconds?: number}} Result  how far a clock is ahead */
/** @typedef {{results: Result[], identity: string, requestId: string, time: string, home: string}} Findings */
/** @param {string} base address of Latchkey @returns {Promise<Findings>} */
export function runChecks(base: string): Promise<Findings>;
/** What is answered in time; otherwise undefined. @template T @param {() => Promise<T>} question @returns {Promise<T | undefined>} */
export function soon<T>(question: () => Promise<T>, patience?: number): Promise<T | undefined>;
/** Seconds that a clock may be off: a code of an authenticator app is accepted one period of 30 seconds before and after its own. */
export const ACCEPTED: 30;
/**
 * how far a clock is ahead
 */
export type Result = import("./diagnosisstates.js").Result & {
    seconds?: number;
};
export type Findings = {
    results: Result[];
    identity: string;
    requestId: string;
    time: string;
    home: string;
};
export type OriginAnswer = {
    body: any;
    asked: number;
    answered: number;
};
export type SessionAnswer = Awaited<ReturnType<typeof askSession>> | undefined;
/** @param {string} base */
declare function askSession(base: string): Promise<{
    status: number;
    body: any;
    requestId: string;
}>;
export {};
