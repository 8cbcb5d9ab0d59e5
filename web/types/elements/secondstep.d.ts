/**
 * The second ways in to offer after a new passkey. A synced one survives its device, and needs another only where nothing else is
 * possible.
 * @param {RegisteredPasskey} passkey @param {Standing} [standing]
 */
export function waysAfter(passkey: RegisteredPasskey, standing?: Standing): ("recovery_codes" | "passkey")[];
/**
 * What the ways are, and a button for each. The first one is the main action.
 * @param {import('./view.js').View} host @param {string[]} ways of second_ways of the standing
 * @param {{codes: () => void, passkey: (() => void) | false}} actions @param {boolean} [advised] to set up a second passkey
 * @returns {{body: HTMLElement[], actions: HTMLElement[]}}
 */
export function secondWay(host: import("./view.js").View, ways: string[], { codes, passkey }: {
    codes: () => void;
    passkey: (() => void) | false;
}, advised?: boolean): {
    body: HTMLElement[];
    actions: HTMLElement[];
};
/** @typedef {import('./element.js').LatchkeyElement} Host with the sentences of "setup" and "secondstep" */
/** @typedef {import('../sdk/types.js').RegisteredPasskey} RegisteredPasskey */
/** @typedef {import('../sdk/types.js').Standing} Standing */
/**
 * What the page knows and does.
 * @typedef {object} Page
 * @property {() => Standing | undefined} standing
 * @property {() => boolean} supported this browser can create passkeys
 * @property {() => boolean} required there is no other way to continue
 * @property {() => string} grace end of the grace period, or ""
 * @property {() => Promise<void>} refresh fetches the standing
 * @property {() => void} register another passkey, elsewhere
 * @property {() => void} later
 * @property {() => HTMLElement | false} away leads away, if the policy or this browser leaves no other way
 * @property {() => HTMLElement} help whom to ask
 */
export class SecondStep {
    /** @param {Host} host @param {Page} page */
    constructor(host: Host, page: Page);
    forget(): void;
    /** Asks people who have a passkey, and nothing else. */
    ask(): void;
    /**
     * @param {RegisteredPasskey} passkey @param {string} heading key
     * @param {boolean} mustBeShown owning a passkey does not satisfy the policy: the session must use it once
     */
    done(passkey: RegisteredPasskey, heading: string, mustBeShown: boolean): void;
    #private;
}
/**
 * with the sentences of "setup" and "secondstep"
 */
export type Host = import("./element.js").LatchkeyElement;
export type RegisteredPasskey = import("../sdk/types.js").RegisteredPasskey;
export type Standing = import("../sdk/types.js").Standing;
/**
 * What the page knows and does.
 */
export type Page = {
    standing: () => Standing | undefined;
    /**
     * this browser can create passkeys
     */
    supported: () => boolean;
    /**
     * there is no other way to continue
     */
    required: () => boolean;
    /**
     * end of the grace period, or ""
     */
    grace: () => string;
    /**
     * fetches the standing
     */
    refresh: () => Promise<void>;
    /**
     * another passkey, elsewhere
     */
    register: () => void;
    later: () => void;
    /**
     * leads away, if the policy or this browser leaves no other way
     */
    away: () => HTMLElement | false;
    /**
     * whom to ask
     */
    help: () => HTMLElement;
};
