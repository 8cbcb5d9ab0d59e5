// types.js: types of the SDK's arguments and results. Typedefs only; not loaded at run time. Members of results are named as in
// /openapi.yaml, those of options in camel case.

/**
 * @typedef {object} Passkey
 * @property {string} id  a UUID: what rename() and remove() take; not the credential ID
 * @property {string} name
 * @property {string} rp_id
 * @property {string} aaguid  the authenticator's model; zeros if not disclosed
 * @property {{name: string, kind: 'password_manager' | 'phone' | 'computer' | 'security_key' | 'browser', icon?: string, icon_dark?: string} | null} provider
 *   the app or device it was set up with, if known; icons only if the operator has named a file of them
 * @property {string} created_at  RFC 3339, UTC
 * @property {string | null} last_used_at
 * @property {boolean} synced  backed up, so possibly on several devices
 * @property {boolean | null} sync_eligible  whether it can be synced; null until its first use
 * @property {string[]} transports
 * @property {boolean | null} discoverable  usable without an identifier; null if the browser did not report it
 * @property {boolean} suspended  suspended by an administrator or by the server
 * @property {boolean} suspended_as_compromised  suspended because its model is reported as compromised, until that ends
 * @property {string} compromised  the status of its model, such as REVOKED, if that is reported as compromised; else empty
 * @property {boolean} clone_warning
 * @property {boolean} step_up_only  imported from Kratos as a second factor: for stepUp(), never for login()
 * @property {string | null} imported_at  null if it was registered here
 * @property {{by: 'roots' | 'metadata', format: string, type: string, root: string, model: boolean, name?: string, key_identifier?: string} | null} attested
 *   what verified its attestation; null if nothing did. Without `model`, `aaguid` and `provider` are what the authenticator claims
 */
/**
 * A new passkey. `sign_in_refused` is the error in which login() with it would end, if the server knows that; it works for stepUp().
 * `attachment` is as in Login; absent after upgrade().
 * @typedef {Passkey & {sign_in_refused?: {code: string, detail: string, hint: string}, attachment?: string | null}} RegisteredPasskey
 */
/**
 * A passkey in the list of its owner. `recovery_codes`: unused codes that end with it; `last_used_with`: the browser of its last
 * use, if known.
 * @typedef {Passkey & {recovery_codes: number, last_used_with?: {browser: string, system: string} | null}} OwnPasskey
 */
/**
 * The assurance of this session.
 * @typedef {object} Assurance
 * @property {'aal1' | 'aal2'} level
 * @property {string[]} reasons  why the session has this level and freshness, or what is missing: a closed set (/openapi.yaml)
 * @property {boolean} user_verified
 * @property {string} [proven_at]  when a passkey was last used
 * @property {string} [fresh_until]  the session can change passkeys until then
 * @property {string} [enrol_until]  it can set up one passkey until then, by a recovery code
 * @property {string} [enrolled_at]  it has done so then; absent once a passkey was used since, or the code's time is over
 */
/** @typedef {'cookie' | 'token' | 'none'} SessionKind */
/**
 * @typedef {object} Login
 * @property {string} identity_id  of the Kratos identity
 * @property {Passkey} passkey
 * @property {Assurance} assurance
 * @property {string} [proof]  with `audience`: a signed JWT for that server
 * @property {string} [proof_expires_at]
 * @property {{kind: 'cookie' | 'token', id: string, expires_at: string, token?: string} | null} session
 * @property {string} [redirect_to]  go there to complete a login that began at Kratos
 * @property {string} return_to  the requested `returnTo` if allowed, or the default
 * @property {string | null} attachment  as the browser says: "platform" for this device, "cross-platform" for another device or a security key
 */
/**
 * @typedef {object} StepUp
 * @property {Assurance} [assurance]  absent with `gate`
 * @property {string} [passkey_id]  the passkey that was used; absent with `gate`
 * @property {string} [proof]  with `audience`: a signed JWT for that server that names the session
 * @property {string} [proof_expires_at]
 * @property {string} [redirect_to]  with `gate`: where the login at Kratos continues
 */
/**
 * @typedef {object} Redemption
 * @property {Assurance} [assurance]  absent with `gate`
 * @property {number} [left]  unused codes; absent for users with a role, who have none
 * @property {string} [redirect_to]  with `gate`: where the login at Kratos continues
 */
/**
 * Something the user can authenticate with, except for first factors at Kratos. Optional members apply to factors at Kratos.
 * @typedef {object} Factor
 * @property {string} id  a UUID: what confirmFactor() and disownFactor() take
 * @property {string} kind  "passkey", "totp", "lookup_secret", "webauthn", "code", "password", "oidc", "address", or any other that Kratos names
 * @property {'latchkey' | 'kratos'} held_by
 * @property {string} [first_seen_at]
 * @property {boolean} [vouched]  false: not confirmed by the user; it does not count next to a passkey
 * @property {string} [vouched_at]
 * @property {'first_passkey' | 'import' | 'fresh_session' | 'confirmed'} [how]  why it is vouched for
 * @property {boolean} [disowned]  the user disowned it, and Kratos refused to remove it
 * @property {string} [name]  of a passkey or key at Kratos, if it has one there
 * @property {string} [added_at]  when that was added there
 * @property {string} [passkey_id]  the passkey here of which Kratos keeps a copy
 */
/**
 * Whether the sessions that end with a change have ended. `pending`: they end as soon as Kratos responds, without another call.
 * @typedef {'ended' | 'pending'} SessionsOutcome
 */
/**
 * The result of a removal. Recovery codes that were created with the passkey have `ended`; admin keys still work.
 * @typedef {{sessions: SessionsOutcome, recovery_codes: 'unaffected' | 'ended', admin_keys?: {id: string, name: string}[]}} Removed
 */
/** @typedef {{factors: Factor[], kept?: boolean, sessions?: SessionsOutcome, recovery_codes?: 'unaffected' | 'ended', admin_keys?: string[]}} FactorAnswer `kept`: Kratos refused to remove it */
/**
 * The state of the session, and the next step if it does not meet the policy.
 * @typedef {object} Standing
 * @property {{id: string, login: string, display_name: string}} identity
 * @property {{id: string, level: 'aal1' | 'aal2', authenticated_at: string, expires_at: string, methods: string[]}} session
 * @property {Assurance} assurance
 * @property {string | null} fresh_until
 * @property {Factor[]} factors  usable passkeys here and factors at Kratos
 * @property {number | null} recovery_codes  unused codes; null if the user can have none: they are disabled, or the user has a role
 * @property {'aal1' | 'aal2'} required
 * @property {'none' | 'enrol' | 'step_up' | 'aal2_at_kratos' | 'reauthenticate'} next
 * @property {string} [grace_until]  the session is sufficient until then
 * @property {string} [deadline]  from then on something is required that the user has not set up yet
 * @property {'second_factor'} [next_reason]  with `enrol`: the user has a passkey, and needs one of `second_ways`
 * @property {'none' | 'encouraged' | 'required'} second_factor  whether a user who has a passkey needs a second way in
 * @property {("recovery_codes" | "passkey")[]} second_ways  what would give the user one; empty: they have two, or need support
 * @property {Way[]} [ways]  how the session can become fresh; absent while it is fresh
 */
/**
 * One event of the account.
 * @typedef {object} Activity
 * @property {string} id
 * @property {string} type  such as "passkey.registered"
 * @property {string} at
 * @property {'you' | 'support' | 'system' | 'unknown'} by  unknown: not signed in
 * @property {{id: string, name: string | null} | null} passkey  the name is null if it was removed
 * @property {string} ip  empty for support and system
 * @property {string} user_agent  likewise
 * @property {{browser: string, system: string} | null} [device]  the browser as that names it, if known; for display only
 */
/** @typedef {{way: 'passkey' | 'recovery_code' | 'kratos' | 'sign_out' | 'support', url?: string}} Way */
/**
 * Arguments of the browser's Signal API: `PublicKeyCredential[method](options)`.
 * @typedef {{method: string, options: object}} Signal
 */
/**
 * RFC 9457, with Latchkey's members.
 * @typedef {{title?: string, status?: number, code?: string, detail?: string, hint?: string, request_id?: string,
 *   field?: string, reason?: string, expected?: string[], received?: string, origin?: string, ways?: Way[], redirect_browser_to?: string,
 *   retry_after?: number, tries_left?: number, passkey?: Passkey, session?: {kind: SessionKind, token?: string}, signal?: Signal[], [member: string]: unknown}} Problem
 */
/**
 * What this browser can do with passkeys, named as in `PublicKeyCredential.getClientCapabilities()`. Null: unknown.
 * @typedef {object} Capabilities
 * @property {boolean} passkeys  the page is secure and the browser supports WebAuthn, so register(), login() and the others can be called
 * @property {boolean} secureContext
 * @property {boolean} conditionalGet  autofill()
 * @property {boolean | null} immediateGet  login() with `immediate`
 * @property {boolean | null} conditionalCreate  upgrade()
 * @property {boolean | null} hybridTransport  a phone nearby, by QR code
 * @property {boolean | null} passkeyPlatformAuthenticator
 * @property {boolean | null} userVerifyingPlatformAuthenticator  no reason to hide a button: a phone or security key works without
 * @property {boolean | null} relatedOrigins
 * @property {boolean} signalAllAcceptedCredentials
 * @property {boolean} signalCurrentUserDetails
 * @property {boolean} signalUnknownCredential
 */
/**
 * Details of a failure for support, in display order. Contains no secrets. Members without a value are absent.
 * @typedef {object} Diagnosis
 * @property {string} code
 * @property {string} [reason]
 * @property {string} [request_id]
 * @property {string} [rp_id]
 * @property {string} origin
 * @property {string} [expected]
 * @property {string} [received]
 * @property {string} [cause]  the name of the browser's own error
 * @property {string} time  RFC 3339, UTC
 * @property {string} browser
 * @property {string} capabilities  names of the supported ones
 */
/**
 * The response to a begin, with its request ID.
 * @typedef {object} Begun
 * @property {string} ceremony
 * @property {string} expires_at
 * @property {any} publicKey  PublicKeyCredentialCreationOptionsJSON or PublicKeyCredentialRequestOptionsJSON
 * @property {CredentialMediationRequirement} [mediation]
 * @property {'immediate'} [uiMode]
 * @property {string[]} [other_rp_ids]  of a login or step-up: further RP IDs whose passkeys this page can ask for
 * @property {string} requestId
 */

export {};
