// error.js: the one error of the SDK, and every code it can have. A browser's failure gets its sentences here; a server's
// refusal brings its own.

/** @typedef {import('./types.js').Problem} Problem */
/** @typedef {import('./types.js').Way} Way */

/** What went wrong in the browser, and what to do next. @satisfies {Record<string, [message: string, hint: string]>} */
const FAILURES = {
  cancelled: ['The passkey prompt was closed or refused.', 'Try again, and follow the prompt of your device.'],
  timed_out: ['The passkey prompt was not answered in time.', 'Try again when your device is at hand.'],
  already_registered: ['This device or password manager already holds a passkey for this account.',
    'Use that passkey, or set one up on another device.'],
  not_supported: ['This browser cannot do this with passkeys.', 'Update the browser, or use another one.'],
  insecure_context: ['Passkeys need a secure page.', 'Open the page with https://, or on http://localhost while developing.'],
  wrong_domain: ['The passkey domain (RP ID) does not belong to the address of this page.',
    'Open the page on its usual address; check webauthn.rp and its related origins in the configuration.'],
  no_authenticator: ['No device or password manager here can do this with the passkey that is asked for.',
    'Try another device, a phone, or a security key.'],
  user_verification_impossible: ['The device cannot check that it is you.',
    'Turn on a screen lock, a fingerprint or a PIN, or use another device.'],
  blocked: ['Something kept the browser from showing the passkey prompt.',
    'Close other passkey prompts, or switch off the extension that handles passkeys. '
    + 'A page in a frame needs allow="publickey-credentials-get; publickey-credentials-create".'],
  gesture_missing: ['The browser shows the passkey prompt only after a press of a button.', 'Press the button again.'],
  network: ['The service could not be reached.', 'Check the connection and try again.'],
  unknown: ['Something unexpected happened.', 'Try again. If it happens again, give the details to support.'],
};

/** @typedef {keyof typeof FAILURES} BrowserCode */

/** Failures of the browser or of the way to the server. The set is closed. */
export const BROWSER_CODES = /** @type {readonly BrowserCode[]} */ (Object.freeze(Object.keys(FAILURES)));

/** Refusals of the server, which pass as they are; /openapi.yaml describes them. */
export const SERVER_CODES = Object.freeze(/** @type {const} */ ([
  'invalid_request', 'ceremony_invalid', 'ceremony_expired', 'passkey_rejected', 'recovery_code_rejected', 'unauthenticated',
  'aal2_required', 'step_up_required', 'enrolment_required', 'forbidden_origin', 'identity_inactive', 'forbidden', 'not_found',
  'already_registered', 'ceremony_spent', 'limit_reached', 'last_passkey', 'conflict', 'payload_too_large',
  'unsupported_media_type', 'locked', 'rate_limited', 'internal', 'kratos_unavailable', 'store_unavailable', 'cookie_conflict',
]));

/** @typedef {(typeof SERVER_CODES)[number]} ServerCode */
/** A newer server may have a code that this module does not know yet. @typedef {BrowserCode | ServerCode | (string & {})} Code */

/** Every failure of every verb. */
export class LatchkeyError extends Error {
  /**
   * @param {Code} code
   * @param {{status?: number, problem?: Problem, cause?: unknown, requestId?: string, rpId?: string}} [about]
   */
  constructor(code, { status = 0, problem, cause, requestId = '', rpId = '' } = {}) {
    const [message, hint] = FAILURES[/** @type {BrowserCode} */ (code)] ?? FAILURES.unknown;
    super(problem?.detail ?? problem?.title ?? message, { cause });
    this.name = 'LatchkeyError';
    /** What went wrong, for programs. @type {Code} */
    this.code = code;
    /** What to do next, for people. */
    this.hint = problem?.hint ?? hint;
    /** HTTP status; 0 when no server spoke. */
    this.status = status;
    /** Of the request that was refused, or of the begin of the ceremony that failed; the server's log has it too. */
    this.requestId = problem?.request_id ?? requestId;
    /** With `passkey_rejected`: why. */
    this.reason = problem?.reason ?? '';
    /** The RP ID of the ceremony that failed; empty before one began. */
    this.rpId = rpId;
    /** With `step_up_required`: how to become fresh. @type {Way[]} */
    this.ways = problem?.ways ?? [];
    /** Where a browser can go to resolve this at Kratos; empty when there is no such place. */
    this.url = this.ways.find(({ way }) => way === 'kratos')?.url ?? problem?.redirect_browser_to ?? '';
    /** The server's whole answer, when it was one. */
    this.problem = problem;
    /** When it happened: RFC 3339, UTC. */
    this.time = new Date().toISOString();
  }
}
