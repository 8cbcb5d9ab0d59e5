/** What to say of a factor that Kratos kept. @param {Factor} factor @returns {string} the key of a sentence */
export function keptNow({ kind }: Factor): string;
/** The factors to ask about. @param {Factor[]} factors @returns {Factor[]} */
export function inQuestion(factors: Factor[]): Factor[];
/**
 * One card per factor.
 * @param {Host} host @param {Factor[]} factors
 * @param {{confirm: (control: HTMLElement, factor: Factor) => void, disown: (control: HTMLElement, factor: Factor) => void}} actions
 * @returns {HTMLElement}
 */
export function questions(host: Host, factors: Factor[], actions: {
    confirm: (control: HTMLElement, factor: Factor) => void;
    disown: (control: HTMLElement, factor: Factor) => void;
}): HTMLElement;
/** "No" ends all other sessions, so ask for confirmation. @param {Host} host @param {Factor} factor @returns {Promise<boolean>} */
export function notTheirs(host: Host, factor: Factor): Promise<boolean>;
export type Host = import("./element.js").LatchkeyElement;
export type Factor = import("../sdk/types.js").Factor;
