/**
 * What an element has, whose own views are below it. The console ends its session by a call of its own.
 * @typedef {import('./view.js').View & {
 *   attempt: (control: HTMLElement | null, waiting: string, work: () => Promise<void>) => Promise<boolean>,
 *   latchkey: import('../sdk/latchkey.js').Latchkey, endSession?: () => Promise<any>, signedOut: (error: LatchkeyError) => void, backFrom: (url: string) => string,
 *   emit: (outcome: 'signed-out', detail: {error: LatchkeyError}) => boolean, navigate: (url: string) => boolean}} Host
 */
/**
 * Below a failure, if it names this way.
 * @param {Host} host @param {LatchkeyError} error @returns {Promise<HTMLElement[]>}
 */
export function signOutWay(host: Host, error: LatchkeyError): Promise<HTMLElement[]>;
/** @param {Host} host with the sentences of "stale" @param {string} [kind] @returns {HTMLElement} */
export function signOutButton(host: Host, kind?: string): HTMLElement;
/**
 * What an element has, whose own views are below it. The console ends its session by a call of its own.
 */
export type Host = import("./view.js").View & {
    attempt: (control: HTMLElement | null, waiting: string, work: () => Promise<void>) => Promise<boolean>;
    latchkey: import("../sdk/latchkey.js").Latchkey;
    endSession?: () => Promise<any>;
    signedOut: (error: LatchkeyError) => void;
    backFrom: (url: string) => string;
    emit: (outcome: "signed-out", detail: {
        error: LatchkeyError;
    }) => boolean;
    navigate: (url: string) => boolean;
};
import { LatchkeyError } from '../sdk/latchkey.js';
