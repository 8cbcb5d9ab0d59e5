/**
 * @param {string} base as in http.js @param {LatchkeyError} error without a problem document
 * @returns {Promise<LatchkeyError>} the error, or one that says more
 */
export function explain(base: string, error: LatchkeyError): Promise<LatchkeyError>;
/**
 * What Latchkey tells any page about its own origin. Sent without cookies, and without what would need the server's consent.
 * @param {string} base @returns {Promise<{allowed: boolean, passkeys: boolean, origin: string, base_url: string} | null>} null: no Latchkey answers
 */
export function ask(base: string): Promise<{
    allowed: boolean;
    passkeys: boolean;
    origin: string;
    base_url: string;
} | null>;
import { LatchkeyError } from './error.js';
