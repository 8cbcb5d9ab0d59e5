// types.js: the shapes of what the SDK takes and gives. Typedefs only; nothing loads this file at run time. Members of
// answers are named as on the wire (/openapi.yaml), those of options as JavaScript names things.

/**
 * @typedef {object} Passkey
 * @property {string} id  a UUID: what rename() and remove() take; not the credential ID
 * @property {string} name
 * @property {string} rp_id
 * @property {string} aaguid  the make of the authenticator; zeros where it does not say
 * @property {{name: string, icon?: string, icon_dark?: string} | null} provider  who keeps the passkey, when known
 * @property {string} created_at  RFC 3339, UTC
 * @property {string | null} last_used_at
 * @property {boolean} synced  backed up by its provider: it is on more than one device
 * @property {boolean | null} sync_eligible  it can be; null until its first use tells
 * @property {string[]} transports
 * @property {boolean | null} discoverable  usable without an identifier; null where the browser did not say
 * @property {boolean} suspended  an administrator has paused it
 * @property {boolean} clone_warning
 */
/**
 * How sure Latchkey is of the person in this session.
 * @typedef {object} Assurance
 * @property {'aal1' | 'aal2'} level
 * @property {string[]} reasons  what the level and the freshness rest on, or what is missing: a closed set (/openapi.yaml)
 * @property {boolean} user_verified
 * @property {string} [proven_at]  when a passkey was last shown
 * @property {string} [fresh_until]  until when the session may change passkeys
 * @property {string} [enrol_until]  until when it may set up one passkey, by a recovery code
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
 * @property {string} return_to  the checked form of the `returnTo` that was asked for, or the default
 */
/**
 * @typedef {object} StepUp
 * @property {Assurance} [assurance]  absent with `gate`
 * @property {string} [passkey_id]  the passkey that was shown; absent with `gate`
 * @property {string} [proof]  with `audience`: a signed JWT for that server, which names the session
 * @property {string} [proof_expires_at]
 * @property {string} [redirect_to]  with `gate`: where the login at Kratos goes on
 */
/**
 * @typedef {object} Redemption
 * @property {Assurance} [assurance]  absent with `gate`
 * @property {number} [left]  codes that can still be used
 * @property {string} [redirect_to]  with `gate`: where the login at Kratos goes on
 */
/**
 * Something that the person can authenticate with, besides a first factor at Kratos. The optional members are those of
 * factors at Kratos.
 * @typedef {object} Factor
 * @property {string} id  a UUID: what confirmFactor() and disownFactor() take
 * @property {string} kind  "passkey", "totp", "lookup_secret", "webauthn", "code", or any other that Kratos names
 * @property {'latchkey' | 'kratos'} held_by
 * @property {string} [first_seen_at]
 * @property {boolean} [vouched]  false: the person has not said that it is theirs; beside a passkey it counts for nothing
 * @property {string} [vouched_at]
 * @property {'first_passkey' | 'import' | 'fresh_session' | 'confirmed'} [how]  it came to be vouched for
 * @property {boolean} [disowned]  the person said that it is not theirs, and Kratos would not remove it
 */
/** @typedef {{factors: Factor[], kept?: boolean}} FactorAnswer `kept`: Kratos would not remove it */
/**
 * Where the session stands, and the one thing to do next when it has less than policy requires.
 * @typedef {object} Standing
 * @property {{id: string, login: string, display_name: string}} identity
 * @property {{id: string, level: 'aal1' | 'aal2', authenticated_at: string, expires_at: string, methods: string[]}} session
 * @property {Assurance} assurance
 * @property {string | null} fresh_until
 * @property {Factor[]} factors  usable passkeys here, and what Kratos holds
 * @property {number | null} recovery_codes  those that can be used; null where this Latchkey gives none
 * @property {'aal1' | 'aal2'} required
 * @property {'none' | 'enrol' | 'step_up' | 'aal2_at_kratos' | 'reauthenticate'} next
 * @property {string} [grace_until]  until then the session suffices all the same
 * @property {Way[]} [ways]  how the session can become fresh; absent while it is
 */
/**
 * One thing that happened to the account.
 * @typedef {object} Activity
 * @property {string} id
 * @property {string} type  such as "passkey.registered"
 * @property {string} at
 * @property {'you' | 'support' | 'system' | 'unknown'} by  unknown: somebody who was not signed in
 * @property {{id: string, name: string | null} | null} passkey  the name is null when it has been removed
 * @property {string} ip  empty where support or the system did it
 * @property {string} user_agent  likewise
 */
/** @typedef {{way: 'passkey' | 'recovery_code' | 'kratos' | 'support', url?: string}} Way */
/**
 * Arguments of the browser's Signal API: `PublicKeyCredential[method](options)`.
 * @typedef {{method: string, options: object}} Signal
 */
/**
 * RFC 9457, with Latchkey's members.
 * @typedef {{title?: string, status?: number, code?: string, detail?: string, hint?: string, request_id?: string,
 *   field?: string, reason?: string, expected?: string[], received?: string, ways?: Way[], redirect_browser_to?: string,
 *   retry_after?: number, tries_left?: number, signal?: Signal[], [member: string]: unknown}} Problem
 */
/**
 * What this browser can do with passkeys, named as by `PublicKeyCredential.getClientCapabilities()`. Null: it does not say.
 * @typedef {object} Capabilities
 * @property {boolean} passkeys  register(), login() and the others can be called at all: the page is secure and the browser has WebAuthn
 * @property {boolean} secureContext
 * @property {boolean} conditionalGet  autofill()
 * @property {boolean | null} conditionalCreate  upgrade()
 * @property {boolean | null} hybridTransport  a phone nearby, by QR code
 * @property {boolean | null} passkeyPlatformAuthenticator
 * @property {boolean | null} userVerifyingPlatformAuthenticator  not a reason to hide a button: a phone or a key works without
 * @property {boolean | null} relatedOrigins
 * @property {boolean} signalAllAcceptedCredentials
 * @property {boolean} signalCurrentUserDetails
 * @property {boolean} signalUnknownCredential
 */
/**
 * What support needs to know of a failure; no member holds a secret. Absent where there is nothing to tell. Its order is
 * that in which it is to be shown.
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
 * @property {string} capabilities  names of those that are there
 */
/**
 * The answer to a begin, with the ID of the request that got it.
 * @typedef {object} Begun
 * @property {string} ceremony
 * @property {string} expires_at
 * @property {any} publicKey  PublicKeyCredentialCreationOptionsJSON or PublicKeyCredentialRequestOptionsJSON
 * @property {CredentialMediationRequirement} [mediation]
 * @property {string} requestId
 */

export {};
