/** @typedef {import('./element.js').LatchkeyElement} Host with the sentences of "passkeychange" */
/** @typedef {import('../sdk/types.js').OwnPasskey} Passkey */
/**
 * The page, as the modules that change something need it.
 * @typedef {object} List
 * @property {() => Record<string, HTMLElement>} parts
 * @property {() => Passkey[]} passkeys
 * @property {() => Passkey[]} signingIn those that can sign in
 * @property {() => number} codesLeft unused recovery codes
 * @property {() => import('../sdk/types.js').Standing | undefined} standing
 * @property {() => boolean} needsProof a change first asks for a passkey
 * @property {() => Promise<unknown>} fetch
 * @property {() => Promise<void>} refresh fetches and draws
 * @property {() => Promise<void>} redraw the same, in place of another view
 * @property {() => void} codesEnded
 */
/** @param {Host} host @param {List} list @param {HTMLElement} control @param {{attachment?: 'cross-platform'}} [options] */
export function add(host: Host, list: List, control: HTMLElement, options?: {
    attachment?: "cross-platform";
}): Promise<boolean>;
/** @param {Host} host @param {List} list @param {HTMLElement} control @param {Passkey} passkey @param {string} name */
export function rename(host: Host, list: List, control: HTMLElement, passkey: Passkey, name: string): Promise<boolean>;
/** @param {Host} host @param {List} list @param {HTMLElement} control @param {Passkey} passkey */
export function remove(host: Host, list: List, control: HTMLElement, passkey: Passkey): Promise<void>;
/**
 * with the sentences of "passkeychange"
 */
export type Host = import("./element.js").LatchkeyElement;
export type Passkey = import("../sdk/types.js").OwnPasskey;
/**
 * The page, as the modules that change something need it.
 */
export type List = {
    parts: () => Record<string, HTMLElement>;
    passkeys: () => Passkey[];
    /**
     * those that can sign in
     */
    signingIn: () => Passkey[];
    /**
     * unused recovery codes
     */
    codesLeft: () => number;
    standing: () => import("../sdk/types.js").Standing | undefined;
    /**
     * a change first asks for a passkey
     */
    needsProof: () => boolean;
    fetch: () => Promise<unknown>;
    /**
     * fetches and draws
     */
    refresh: () => Promise<void>;
    /**
     * the same, in place of another view
     */
    redraw: () => Promise<void>;
    codesEnded: () => void;
};
