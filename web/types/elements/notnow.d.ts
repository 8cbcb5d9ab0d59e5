/** @typedef {{identity: {id: string}, session: {id: string}}} Standing the part of session() used here */
/** Already asked in this session. @param {Standing} standing */
export function saidInThisSession({ identity, session }: Standing): boolean;
/** Already asked in this session, or recently. @param {Standing} standing */
export function saidNotNow(standing: Standing): boolean;
/** @param {Standing} standing @param {number} seconds how long not to ask again, beyond this session */
export function sayNotNow({ identity, session }: Standing, seconds: number): void;
/** None of the older passkeys is lost. @param {string} enrolledAt when a recovery code allowed the new one */
export function sayNoneLost(enrolledAt: string): void;
/** @param {string} [enrolledAt] @returns {string} the same if the question which passkey is lost is open, otherwise "" */
export function lossUnanswered(enrolledAt?: string): string;
/**
 * the part of session() used here
 */
export type Standing = {
    identity: {
        id: string;
    };
    session: {
        id: string;
    };
};
