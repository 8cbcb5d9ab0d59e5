export type Passkey = {
    /**
     * a UUID: what rename() and remove() take; not the credential ID
     */
    id: string;
    name: string;
    rp_id: string;
    /**
     * the authenticator's model; zeros if not disclosed
     */
    aaguid: string;
    /**
     *   the app or device it was set up with, if known; icons only if the operator has named a file of them
     */
    provider: {
        name: string;
        kind: "password_manager" | "phone" | "computer" | "security_key" | "browser";
        icon?: string;
        icon_dark?: string;
    } | null;
    /**
     * RFC 3339, UTC
     */
    created_at: string;
    last_used_at: string | null;
    /**
     * backed up, so possibly on several devices
     */
    synced: boolean;
    /**
     * whether it can be synced; null until its first use
     */
    sync_eligible: boolean | null;
    transports: string[];
    /**
     * usable without an identifier; null if the browser did not report it
     */
    discoverable: boolean | null;
    /**
     * suspended by an administrator or by the server
     */
    suspended: boolean;
    /**
     * suspended because its model is reported as compromised, until that ends
     */
    suspended_as_compromised: boolean;
    /**
     * the status of its model, such as REVOKED, if that is reported as compromised; else empty
     */
    compromised: string;
    clone_warning: boolean;
    /**
     * imported from Kratos as a second factor: for stepUp(), never for login()
     */
    step_up_only: boolean;
    /**
     * null if it was registered here
     */
    imported_at: string | null;
    /**
     *   what verified its attestation; null if nothing did. Without `model`, `aaguid` and `provider` are what the authenticator claims
     */
    attested: {
        by: "roots" | "metadata";
        format: string;
        type: string;
        root: string;
        model: boolean;
        name?: string;
        key_identifier?: string;
    } | null;
};
/**
 * A new passkey. `sign_in_refused` is the error in which login() with it would end, if the server knows that; it works for stepUp().
 * `attachment` is as in Login; absent after upgrade().
 */
export type RegisteredPasskey = Passkey & {
    sign_in_refused?: {
        code: string;
        detail: string;
        hint: string;
    };
    attachment?: string | null;
};
/**
 * A passkey in the list of its owner. `recovery_codes`: unused codes that end with it; `last_used_with`: the browser of its last
 * use, if known.
 */
export type OwnPasskey = Passkey & {
    recovery_codes: number;
    last_used_with?: {
        browser: string;
        system: string;
    } | null;
};
/**
 * The assurance of this session.
 */
export type Assurance = {
    level: "aal1" | "aal2";
    /**
     * why the session has this level and freshness, or what is missing: a closed set (/openapi.yaml)
     */
    reasons: string[];
    user_verified: boolean;
    /**
     * when a passkey was last used
     */
    proven_at?: string | undefined;
    /**
     * the session can change passkeys until then
     */
    fresh_until?: string | undefined;
    /**
     * it can set up one passkey until then, by a recovery code
     */
    enrol_until?: string | undefined;
    /**
     * it has done so then; absent once a passkey was used since, or the code's time is over
     */
    enrolled_at?: string | undefined;
};
export type SessionKind = "cookie" | "token" | "none";
export type Login = {
    /**
     * of the Kratos identity
     */
    identity_id: string;
    passkey: Passkey;
    assurance: Assurance;
    /**
     * with `audience`: a signed JWT for that server
     */
    proof?: string | undefined;
    proof_expires_at?: string | undefined;
    session: {
        kind: "cookie" | "token";
        id: string;
        expires_at: string;
        token?: string;
    } | null;
    /**
     * go there to complete a login that began at Kratos
     */
    redirect_to?: string | undefined;
    /**
     * the requested `returnTo` if allowed, or the default
     */
    return_to: string;
    /**
     * as the browser says: "platform" for this device, "cross-platform" for another device or a security key
     */
    attachment: string | null;
};
export type StepUp = {
    /**
     * absent with `gate`
     */
    assurance?: Assurance | undefined;
    /**
     * the passkey that was used; absent with `gate`
     */
    passkey_id?: string | undefined;
    /**
     * with `audience`: a signed JWT for that server that names the session
     */
    proof?: string | undefined;
    proof_expires_at?: string | undefined;
    /**
     * with `gate`: where the login at Kratos continues
     */
    redirect_to?: string | undefined;
};
export type Redemption = {
    /**
     * absent with `gate`
     */
    assurance?: Assurance | undefined;
    /**
     * unused codes; absent for users with a role, who have none
     */
    left?: number | undefined;
    /**
     * with `gate`: where the login at Kratos continues
     */
    redirect_to?: string | undefined;
};
/**
 * Something the user can authenticate with, except for first factors at Kratos. Optional members apply to factors at Kratos.
 */
export type Factor = {
    /**
     * a UUID: what confirmFactor() and disownFactor() take
     */
    id: string;
    /**
     * "passkey", "totp", "lookup_secret", "webauthn", "code", "password", "oidc", "address", or any other that Kratos names
     */
    kind: string;
    held_by: "latchkey" | "kratos";
    first_seen_at?: string | undefined;
    /**
     * false: not confirmed by the user; it does not count next to a passkey
     */
    vouched?: boolean | undefined;
    vouched_at?: string | undefined;
    /**
     * why it is vouched for
     */
    how?: "first_passkey" | "import" | "fresh_session" | "confirmed" | undefined;
    /**
     * the user disowned it, and Kratos refused to remove it
     */
    disowned?: boolean | undefined;
    /**
     * of a passkey or key at Kratos, if it has one there
     */
    name?: string | undefined;
    /**
     * when that was added there
     */
    added_at?: string | undefined;
    /**
     * the passkey here of which Kratos keeps a copy
     */
    passkey_id?: string | undefined;
};
/**
 * Whether the sessions that end with a change have ended. `pending`: they end as soon as Kratos responds, without another call.
 */
export type SessionsOutcome = "ended" | "pending";
/**
 * The result of a removal. Recovery codes that were created with the passkey have `ended`; admin keys still work.
 */
export type Removed = {
    sessions: SessionsOutcome;
    recovery_codes: "unaffected" | "ended";
    admin_keys?: {
        id: string;
        name: string;
    }[];
};
/**
 * `kept`: Kratos refused to remove it
 */
export type FactorAnswer = {
    factors: Factor[];
    kept?: boolean;
    sessions?: SessionsOutcome;
    recovery_codes?: "unaffected" | "ended";
    admin_keys?: string[];
};
/**
 * The state of the session, and the next step if it does not meet the policy.
 */
export type Standing = {
    identity: {
        id: string;
        login: string;
        display_name: string;
    };
    session: {
        id: string;
        level: "aal1" | "aal2";
        authenticated_at: string;
        expires_at: string;
        methods: string[];
    };
    assurance: Assurance;
    fresh_until: string | null;
    /**
     * usable passkeys here and factors at Kratos
     */
    factors: Factor[];
    /**
     * unused codes; null if the user can have none: they are disabled, or the user has a role
     */
    recovery_codes: number | null;
    required: "aal1" | "aal2";
    next: "none" | "enrol" | "step_up" | "aal2_at_kratos" | "reauthenticate";
    /**
     * the session is sufficient until then
     */
    grace_until?: string | undefined;
    /**
     * from then on something is required that the user has not set up yet
     */
    deadline?: string | undefined;
    /**
     * with `enrol`: the user has a passkey, and needs one of `second_ways`
     */
    next_reason?: "second_factor" | undefined;
    /**
     * whether a user who has a passkey needs a second way in
     */
    second_factor: "none" | "encouraged" | "required";
    /**
     * what would give the user one; empty: they have two, or need support
     */
    second_ways: ("recovery_codes" | "passkey")[];
    /**
     * how the session can become fresh; absent while it is fresh
     */
    ways?: Way[] | undefined;
};
/**
 * One event of the account.
 */
export type Activity = {
    id: string;
    /**
     * such as "passkey.registered"
     */
    type: string;
    at: string;
    /**
     * unknown: not signed in
     */
    by: "you" | "support" | "system" | "unknown";
    /**
     * the name is null if it was removed
     */
    passkey: {
        id: string;
        name: string | null;
    } | null;
    /**
     * empty for support and system
     */
    ip: string;
    /**
     * likewise
     */
    user_agent: string;
    /**
     * the browser as that names it, if known; for display only
     */
    device?: {
        browser: string;
        system: string;
    } | null | undefined;
};
export type Way = {
    way: "passkey" | "recovery_code" | "kratos" | "sign_out" | "support";
    url?: string;
};
/**
 * Arguments of the browser's Signal API: `PublicKeyCredential[method](options)`.
 */
export type Signal = {
    method: string;
    options: object;
};
/**
 * RFC 9457, with Latchkey's members.
 */
export type Problem = {
    title?: string;
    status?: number;
    code?: string;
    detail?: string;
    hint?: string;
    request_id?: string;
    field?: string;
    reason?: string;
    expected?: string[];
    received?: string;
    origin?: string;
    ways?: Way[];
    redirect_browser_to?: string;
    retry_after?: number;
    tries_left?: number;
    passkey?: Passkey;
    session?: {
        kind: SessionKind;
        token?: string;
    };
    signal?: Signal[];
    [member: string]: unknown;
};
/**
 * What this browser can do with passkeys, named as in `PublicKeyCredential.getClientCapabilities()`. Null: unknown.
 */
export type Capabilities = {
    /**
     * the page is secure and the browser supports WebAuthn, so register(), login() and the others can be called
     */
    passkeys: boolean;
    secureContext: boolean;
    /**
     * autofill()
     */
    conditionalGet: boolean;
    /**
     * login() with `immediate`
     */
    immediateGet: boolean | null;
    /**
     * upgrade()
     */
    conditionalCreate: boolean | null;
    /**
     * a phone nearby, by QR code
     */
    hybridTransport: boolean | null;
    passkeyPlatformAuthenticator: boolean | null;
    /**
     * no reason to hide a button: a phone or security key works without
     */
    userVerifyingPlatformAuthenticator: boolean | null;
    relatedOrigins: boolean | null;
    signalAllAcceptedCredentials: boolean;
    signalCurrentUserDetails: boolean;
    signalUnknownCredential: boolean;
};
/**
 * Details of a failure for support, in display order. Contains no secrets. Members without a value are absent.
 */
export type Diagnosis = {
    code: string;
    reason?: string | undefined;
    request_id?: string | undefined;
    rp_id?: string | undefined;
    origin: string;
    expected?: string | undefined;
    received?: string | undefined;
    /**
     * the name of the browser's own error
     */
    cause?: string | undefined;
    /**
     * RFC 3339, UTC
     */
    time: string;
    browser: string;
    /**
     * names of the supported ones
     */
    capabilities: string;
};
/**
 * The response to a begin, with its request ID.
 */
export type Begun = {
    ceremony: string;
    expires_at: string;
    /**
     * PublicKeyCredentialCreationOptionsJSON or PublicKeyCredentialRequestOptionsJSON
     */
    publicKey: any;
    mediation?: CredentialMediationRequirement | undefined;
    uiMode?: "immediate" | undefined;
    /**
     * of a login or step-up: further RP IDs whose passkeys this page can ask for
     */
    other_rp_ids?: string[] | undefined;
    requestId: string;
};
