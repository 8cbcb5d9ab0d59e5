// error.js: LatchkeyError, the only error that the SDK throws, and all its codes. Messages for failures in the browser are here;
// refusals of the server bring their own.

/** @typedef {import('./types.js').Problem} Problem */
/** @typedef {import('./types.js').Way} Way */

/** What went wrong in the browser and what to do next. @satisfies {Record<string, [message: string, hint: string]>} */
const FAILURES = {
  cancelled: ['The passkey prompt was closed or refused.', 'Try again, and follow the prompt on your device.'],
  timed_out: ['The passkey prompt was not answered in time.', 'Have your device ready, then try again.'],
  already_registered: ['This device or password manager already has a passkey for this account.',
    'Use that passkey, or set one up on another device.'],
  not_supported: ['This browser does not support this use of passkeys.', 'Update the browser or use another one.'],
  insecure_context: ['Passkeys need a secure page.', 'Open the page with https://, or on http://localhost while developing.'],
  wrong_domain: ['The passkey domain (RP ID) does not match the address of this page.',
    'Open the page at its usual address. Operators: check webauthn.rp and its related origins.'],
  no_authenticator: ['No device or password manager here supports the requested kind of passkey.',
    'Try another device, a phone or a security key.'],
  user_verification_impossible: ['The device cannot verify that it’s you.',
    'Set up a screen lock, fingerprint or PIN, or use another device.'],
  blocked: ['The browser could not show the passkey prompt.',
    'Close other passkey prompts, or turn off extensions that handle passkeys. '
    + 'A page in a frame needs allow="publickey-credentials-get; publickey-credentials-create".'],
  gesture_missing: ['The browser shows the passkey prompt only after a click.', 'Press the button again.'],
  network: ['The service could not be reached.', 'Check the connection and try again.'],
  unknown: ['Something went wrong.', 'Try again. If it keeps happening, send the details to support.'],
};

/** @typedef {keyof typeof FAILURES} BrowserCode */

/** Failures in the browser or on the network. The set is closed. */
export const BROWSER_CODES = /** @type {readonly BrowserCode[]} */ (Object.freeze(Object.keys(FAILURES)));

/** Refusals of the server, passed on unchanged; see /openapi.yaml. */
export const SERVER_CODES = Object.freeze(/** @type {const} */ ([
  'invalid_request', 'ceremony_invalid', 'ceremony_expired', 'passkey_rejected', 'recovery_code_rejected', 'unauthenticated',
  'aal2_required', 'step_up_required', 'enrolment_required', 'forbidden_origin', 'identity_inactive', 'forbidden', 'not_found',
  'already_registered', 'ceremony_spent', 'limit_reached', 'authenticator_not_allowed', 'last_passkey', 'conflict', 'payload_too_large',
  'unsupported_media_type', 'locked', 'rate_limited', 'internal', 'kratos_unavailable', 'store_unavailable', 'cookie_conflict',
  'method_not_allowed', 'kratos_refused', 'kratos_misconfigured', 'clocks_differ', 'identity_deleted',
  'insufficient_authentication',
]));

/** @typedef {(typeof SERVER_CODES)[number]} ServerCode */
/** A newer server may send codes that this module does not know. @typedef {BrowserCode | ServerCode | (string & {})} Code */

/** The error that every method of the SDK throws. */
export class LatchkeyError extends Error {
  /**
   * @param {Code} code
   * @param {{status?: number, problem?: Problem, cause?: unknown, requestId?: string, rpId?: string, otherRpIds?: string[], answered?: boolean, words?: [message: string, hint: string]}} [about]
   */
  constructor(code, { status = 0, problem, cause, requestId = '', rpId = '', otherRpIds = [], answered = false, words } = {}) {
    const [message, hint] = words ?? FAILURES[/** @type {BrowserCode} */ (code)] ?? FAILURES.unknown;
    super(problem?.detail ?? problem?.title ?? message, { cause });
    this.name = 'LatchkeyError';
    /** What went wrong, for programs. @type {Code} */
    this.code = code;
    /** What to do next, for people. */
    this.hint = problem?.hint ?? hint;
    /** HTTP status; 0 if the server did not respond. */
    this.status = status;
    /** ID of the refused request, or of the begin of the failed ceremony, as in the server's log. */
    this.requestId = problem?.request_id ?? requestId;
    /** The reason, with `passkey_rejected`, `forbidden`, and some of `enrolment_required`, `not_found` and `conflict`. */
    this.reason = problem?.reason ?? '';
    /** RP ID of the failed ceremony; empty before one has begun. */
    this.rpId = rpId;
    /** The user had used a passkey, and what failed came after it, such as the server's check. */
    this.answered = answered;
    /** With a login or step-up that failed: further RP IDs whose passkeys `login({rpId})` or `stepUp({rpId})` can ask for here. */
    this.otherRpIds = otherRpIds;
    /** With `step_up_required`, and with an error of the step-up that followed it: how to become fresh. @type {Way[]} */
    this.ways = problem?.ways ?? [];
    /** Where a browser can resolve this at Kratos; empty if it cannot. As with `ways`, a step-up that failed has it, too. */
    this.url = this.ways.find(({ way }) => way === 'kratos')?.url ?? problem?.redirect_browser_to ?? '';
    /** The server's problem document, if it sent one. */
    this.problem = problem;
    /** Time of the failure: RFC 3339, UTC. */
    this.time = new Date().toISOString();
  }
}
