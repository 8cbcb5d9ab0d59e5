/** @typedef {{identity: {id: string}, session: {id: string}}} Standing the part of session() used here */
/** Already asked in this session. @param {Standing} standing */
export function saidInThisSession({ identity, session }: Standing): boolean;
/** Already asked in this session, or recently. @param {Standing} standing */
export function saidNotNow(standing: Standing): boolean;
/** @param {Standing} standing @param {number} seconds how long not to ask again, beyond this session */
export function sayNotNow({ identity, session }: Standing, seconds: number): void;
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
