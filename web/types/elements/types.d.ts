export type Assurance = import("../sdk/types.js").Assurance;
export type Factor = import("../sdk/types.js").Factor;
export type Login = import("../sdk/types.js").Login;
export type Passkey = import("../sdk/types.js").Passkey;
export type SessionsOutcome = import("../sdk/types.js").SessionsOutcome;
export type LatchkeyError = import("../sdk/latchkey.js").LatchkeyError;
/**
 * The details of each event: those of latchkey-registered are `registered`.
 */
export type Details = {
    "registered": {
        passkey: Passkey;
    };
    "skipped": {
        reason: "not_now" | "has_passkey" | "not_supported";
    };
    "signed-in": {
        login: Login;
    };
    "stepped-up": {
        assurance?: Assurance;
        redirect_to?: string;
    };
    "renamed": {
        passkey: Passkey;
    };
    "removed": {
        passkey: Passkey;
        sessions: SessionsOutcome;
        recovery_codes: "unaffected" | "ended";
    };
    "disowned": {
        passkey: Pick<Passkey, "id"> & Partial<Passkey>;
        sessions: SessionsOutcome;
    };
    "factor-confirmed": {
        factor: Factor;
    };
    "factor-disowned": {
        factor: Factor;
        kept: boolean;
    };
    "recovery-codes": {
        left: number;
    };
    "redeemed": {
        assurance?: Assurance;
        left?: number;
        redirect_to?: string;
    };
    "failed": {
        error: LatchkeyError;
    };
    "signed-out": {
        error: LatchkeyError;
    };
};
