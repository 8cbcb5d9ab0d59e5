/**
 * @param {string} tag
 * @param {Record<string, any>} [attributes]  functions become listeners (`onclick`), true an empty attribute; false, null and
 *   undefined are omitted
 * @param {...(Node | string | null | undefined | false)} children  empty ones are omitted
 * @returns {any} the element
 */
export function h(tag: string, attributes?: Record<string, any>, ...children: (Node | string | null | undefined | false)[]): any;
/**
 * Words of which the long ones may break after "@" and dots, so that an address that is too long for its line does not break
 * within a name. A short one, such as "Next.js", goes to the next line as a whole.
 * @param {string} words @returns {(Node | string)[]}
 */
export function breakable(words: string): (Node | string)[];
/** Whether a URL is http(s), and so safe to navigate to. @param {string | null | undefined} url */
export function isWeb(url: string | null | undefined): boolean;
/**
 * URL.canParse is a year younger than passkeys.
 * @param {string} url @param {string} [base] @returns {URL | undefined} undefined if it is not a URL
 */
export function addressOf(url: string, base?: string): URL | undefined;
/** Closes a dialog of an element that is still open. @param {HTMLElement} host */
export function endQuestion(host: HTMLElement): void;
/**
 * HTMLElement, or an empty class on a server, where frameworks load the elements and do not create them.
 * @type {typeof HTMLElement}
 */
export const BaseElement: typeof HTMLElement;
