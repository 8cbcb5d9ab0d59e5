/** @typedef {{name: string, state: string}} Result */
/** @param {Result} result @returns {'good' | 'note' | 'bad'} */
export function weightOf({ name, state }: Result): "good" | "note" | "bad";
/** "D1-AAAA-BAAC-AAB": a letter for each check. @param {Result[]} results */
export function codeOf(results: Result[]): string;
/** The results that a code anywhere in a text stands for; none if there is no code. @param {string} text @returns {Result[]} */
export function statesOf(text: string): Result[];
/**
 * The checks in their order, and their results: the first is good, and "unknown" the last. The set is closed, and letters of codes stand
 * for places in it: add at the end, before "unknown", and raise VERSION.
 * @type {Record<string, string[]>}
 */
export const STATES: Record<string, string[]>;
export type Result = {
    name: string;
    state: string;
};
