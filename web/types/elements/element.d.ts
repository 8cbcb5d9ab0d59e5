/** The SDK throws only LatchkeyError; anything else is a bug here. @param {unknown} thrown */
export function asError(thrown: unknown): LatchkeyError;
/**
 * Registers an element; not on a server. If a page loads it twice, from a bundle and from the service, the first one stays.
 * @param {string} name @param {CustomElementConstructor} constructor
 */
export function define(name: string, constructor: CustomElementConstructor): void;
export class LatchkeyElement extends View {
    /** A page may give the element its own, which it keeps. @type {import('../sdk/latchkey.js').Latchkey} */
    latchkey: import("../sdk/latchkey.js").Latchkey;
    /** Once the element has said that passkeys do not work on this page: see misplaced.js. @type {ReturnType<typeof import('./misplaced.js').sayWhere> | undefined} */
    misplaced: ReturnType<typeof import("./misplaced.js").sayWhere> | undefined;
    connectedCallback(): Promise<void>;
    /** The address of Latchkey; "" in a bundle without base-url. */
    get base(): string;
    /** Where a page checks this browser: see diagnose.js. */
    get diagnosisUrl(): string;
    /** Whether the element is of little use where passkeys do not work. */
    get needsPasskeys(): boolean;
    disconnectedCallback(): void;
    /** Clears the element; start() draws it again. */
    forget(): void;
    /** Draws the first view; the element is hidden until then. Overridden by each element. */
    start(): Promise<void>;
    /** Counts connections to a page. Results of work that began in an earlier one are discarded. */
    get connection(): number;
    /** Work is in progress: attempt() would do nothing. */
    get busy(): boolean;
    /**
     * Runs one task at a time: announces it, offers to cancel its prompts, and shows a failure. The control stays focusable, so
     * that keyboard users keep their place.
     * @param {HTMLElement | null} control @param {string} waiting key of the announcement @param {() => Promise<void>} work
     * @returns {Promise<boolean>} whether it succeeded
     */
    attempt(control: HTMLElement | null, waiting: string, work: () => Promise<void>): Promise<boolean>;
    /**
     * Loads what a rarely used view needs: its module and its sentences. Throws a LatchkeyError.
     * @template T @param {Promise<T>} module @param {...string} sections @returns {Promise<T>}
     */
    fetched<T>(module: Promise<T>, ...sections: string[]): Promise<T>;
    /**
     * Shows what happened, what to do next, and details for support.
     * @param {unknown} thrown @param {HTMLElement | null} [control] that began the task @param {() => void} [again] begins it once more
     */
    fail(thrown: unknown, control?: HTMLElement | null, again?: () => void): Promise<void>;
    /** @param {LatchkeyError} error */
    signedOut(error: LatchkeyError): void;
    /** The session does not suffice for the next step, and nothing done in it would change that. @param {import('../sdk/types.js').Standing} standing */
    signInAgain(standing: import("../sdk/types.js").Standing): Promise<void>;
    /**
     * A URL at Kratos with the return_to of login-url, so that it leads back to this page. The server's own URL leads to its
     * default page.
     * @param {string} url
     */
    backFrom(url: string): string;
    /**
     * Dispatches the event of an outcome. False: the page called preventDefault() and handles it.
     * @template {keyof import('./types.js').Details} Name
     * @param {Name} outcome @param {import('./types.js').Details[Name]} detail
     */
    emit<Name extends keyof import("./types.js").Details>(outcome: Name, detail: import("./types.js").Details[Name]): boolean;
    /** Navigates to a URL, if there is one. @param {string | undefined | null} url @returns {boolean} whether it navigates */
    navigate(url: string | undefined | null): boolean;
    #private;
}
import { LatchkeyError } from '../sdk/latchkey.js';
import { View } from './view.js';
