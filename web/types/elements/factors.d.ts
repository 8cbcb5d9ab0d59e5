/**
 * How the page carries out an answer: what it does and says, and whether the page says it itself.
 * @typedef {object} Actions
 * @property {(control: HTMLElement, work: () => Promise<{ours: boolean, sentence: string}>) => Promise<unknown>} answer
 * @property {() => void} codesEnded
 */
/** The factors to ask about. @param {Factor[]} factors @returns {Factor[]} */
export function inQuestion(factors: Factor[]): Factor[];
/**
 * One card per factor.
 * @param {Host} host @param {Factor[]} factors
 * @param {Actions} actions
 * @returns {HTMLElement}
 */
export function questions(host: Host, factors: Factor[], actions: Actions): HTMLElement;
/**
 * How the page carries out an answer: what it does and says, and whether the page says it itself.
 */
export type Actions = {
    answer: (control: HTMLElement, work: () => Promise<{
        ours: boolean;
        sentence: string;
    }>) => Promise<unknown>;
    codesEnded: () => void;
};
export type Host = import("./element.js").LatchkeyElement;
export type Factor = import("../sdk/types.js").Factor;
