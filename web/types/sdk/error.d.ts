/** @typedef {keyof typeof FAILURES} BrowserCode */
/** Failures in the browser or on the network. The set is closed. */
export const BROWSER_CODES: readonly BrowserCode[];
/** Refusals of the server, passed on unchanged; see /openapi.yaml. */
export const SERVER_CODES: readonly ["invalid_request", "ceremony_invalid", "ceremony_expired", "passkey_rejected", "recovery_code_rejected", "unauthenticated", "aal2_required", "step_up_required", "enrolment_required", "forbidden_origin", "identity_inactive", "forbidden", "not_found", "already_registered", "ceremony_spent", "limit_reached", "authenticator_not_allowed", "last_passkey", "conflict", "payload_too_large", "unsupported_media_type", "locked", "rate_limited", "internal", "kratos_unavailable", "store_unavailable", "cookie_conflict", "method_not_allowed", "kratos_refused", "kratos_misconfigured", "clocks_differ", "identity_deleted", "insufficient_authentication"];
/** @typedef {(typeof SERVER_CODES)[number]} ServerCode */
/** A newer server may send codes that this module does not know. @typedef {BrowserCode | ServerCode | (string & {})} Code */
/** The error that every method of the SDK throws. */
export class LatchkeyError extends Error {
    /**
     * @param {Code} code
     * @param {{status?: number, problem?: Problem, cause?: unknown, requestId?: string, rpId?: string, otherRpIds?: string[], answered?: boolean, words?: [message: string, hint: string]}} [about]
     */
    constructor(code: Code, { status, problem, cause, requestId, rpId, otherRpIds, answered, words }?: {
        status?: number;
        problem?: Problem;
        cause?: unknown;
        requestId?: string;
        rpId?: string;
        otherRpIds?: string[];
        answered?: boolean;
        words?: [message: string, hint: string];
    });
    /** What went wrong, for programs. @type {Code} */
    code: Code;
    /** What to do next, for people. */
    hint: string;
    /** HTTP status; 0 if the server did not respond. */
    status: number;
    /** ID of the refused request, or of the begin of the failed ceremony, as in the server's log. */
    requestId: string;
    /** The reason, with `passkey_rejected`, `forbidden`, and some of `enrolment_required`, `not_found` and `conflict`. */
    reason: string;
    /** RP ID of the failed ceremony; empty before one has begun. */
    rpId: string;
    /** The user had used a passkey, and what failed came after it, such as the server's check. */
    answered: boolean;
    /** With a login or step-up that failed: further RP IDs whose passkeys `login({rpId})` or `stepUp({rpId})` can ask for here. */
    otherRpIds: string[];
    /** With `step_up_required`, and with an error of the step-up that followed it: how to become fresh. @type {Way[]} */
    ways: Way[];
    /** Where a browser can resolve this at Kratos; empty if it cannot. As with `ways`, a step-up that failed has it, too. */
    url: string;
    /** The server's problem document, if it sent one. */
    problem: import("./types.js").Problem | undefined;
    /** Time of the failure: RFC 3339, UTC. */
    time: string;
}
export type Problem = import("./types.js").Problem;
export type Way = import("./types.js").Way;
export type BrowserCode = keyof typeof FAILURES;
export type ServerCode = (typeof SERVER_CODES)[number];
/**
 * A newer server may send codes that this module does not know.
 */
export type Code = BrowserCode | ServerCode | (string & {});
declare namespace FAILURES {
    let cancelled: [string, string];
    let timed_out: [string, string];
    let already_registered: [string, string];
    let not_supported: [string, string];
    let insecure_context: [string, string];
    let wrong_domain: [string, string];
    let no_authenticator: [string, string];
    let user_verification_impossible: [string, string];
    let blocked: [string, string];
    let gesture_missing: [string, string];
    let network: [string, string];
    let unknown: [string, string];
}
export {};
