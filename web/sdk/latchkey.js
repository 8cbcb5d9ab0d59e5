// latchkey.js: passkeys beside Ory Kratos, for the page that a person is looking at.
//
//   import { createLatchkey } from '/sdk/latchkey.js';
//   const latchkey = createLatchkey();
//   const passkey = await latchkey.register({ name: 'My laptop' });
//
// This is the only code that calls navigator.credentials. Every failure, of the browser or of the server, is one
// LatchkeyError: `code` for programs, `message` and `hint` for people. Members of answers are named as on the wire.

/**
 * @typedef {object} Passkey
 * @property {string} id  a UUID: what rename() and remove() take; not the credential ID
 * @property {string} name
 * @property {string} rp_id
 * @property {string} aaguid
 * @property {{name: string, icon?: string} | null} provider  who keeps the passkey, when known
 * @property {string} created_at  RFC 3339, UTC
 * @property {string | null} last_used_at
 * @property {boolean} synced  backed up by its provider: it is on more than one device
 * @property {boolean} sync_eligible
 * @property {string[]} transports
 * @property {boolean} discoverable
 * @property {boolean} suspended
 * @property {boolean} clone_warning
 */
/**
 * @typedef {object} Login
 * @property {string} identity_id
 * @property {Passkey} passkey
 * @property {object} assurance
 * @property {string} [proof]  a signed JWT for your server, five minutes
 * @property {string} [proof_expires_at]
 * @property {{kind: 'cookie' | 'token', id: string, expires_at: string, token?: string} | null} [session]
 * @property {string} [redirect_to]  go there to complete a login that began at Kratos
 * @property {string} [return_to]  the checked form of the `returnTo` that was asked for
 */
/** @typedef {{way: 'passkey' | 'recovery_code' | 'kratos', url?: string}} Way */
/** @typedef {{method: string, options: object}} Signal */
/**
 * RFC 9457, with Latchkey's members.
 * @typedef {{title?: string, code?: string, detail?: string, hint?: string, request_id?: string, ways?: Way[],
 *   redirect_browser_to?: string, reason?: string, signal?: Signal[], [member: string]: unknown}} Problem
 */
/**
 * @typedef {object} Begun
 * @property {string} ceremony
 * @property {string} expires_at
 * @property {any} publicKey  PublicKeyCredentialCreationOptionsJSON or PublicKeyCredentialRequestOptionsJSON
 * @property {CredentialMediationRequirement} [mediation]
 */

/** What went wrong in the browser, and what to do next. Server codes bring their own sentences. */
const FAILURES = /** @type {Record<string, [message: string, hint: string]>} */ ({
  cancelled: ['The passkey prompt was closed or refused.', 'Try again, and follow the prompt of your device.'],
  timed_out: ['The passkey prompt was not answered in time.', 'Try again when your device is at hand.'],
  already_registered: ['This device or password manager already holds a passkey for this account.',
    'Use that passkey, or set one up on another device.'],
  not_supported: ['This browser cannot do this with passkeys.', 'Update the browser, or use another one.'],
  insecure_context: ['Passkeys need a secure page.', 'Open the page with https://, or on http://localhost while developing.'],
  wrong_domain: ['The passkey domain (RP ID) does not belong to the address of this page.',
    'Open the page on its usual address; check webauthn.rp and its related origins in the configuration.'],
  no_authenticator: ['No device or password manager here can hold a passkey of the kind that is asked for.',
    'Try another device, a phone, or a security key.'],
  user_verification_impossible: ['The device cannot check that it is you.',
    'Turn on a screen lock, a fingerprint or a PIN, or use another device.'],
  blocked: ['The browser blocked the passkey prompt.',
    'Close other passkey prompts; a page in a frame needs allow="publickey-credentials-get; publickey-credentials-create".'],
  network: ['The service could not be reached.', 'Check the connection and try again.'],
  unknown: ['Something unexpected happened.', 'Try again. If it happens again, give the details to support.'],
});

/** The one error of this module. */
export class LatchkeyError extends Error {
  /**
   * @param {string} code  one of the codes above, or a code of the server as is
   * @param {{status?: number, problem?: Problem, cause?: unknown}} [about]
   */
  constructor(code, { status = 0, problem, cause } = {}) {
    const [message, hint] = FAILURES[code] ?? FAILURES.unknown;
    super(problem?.detail ?? problem?.title ?? message, { cause });
    this.name = 'LatchkeyError';
    this.code = code;
    /** What to do next. */
    this.hint = problem?.hint ?? hint;
    /** HTTP status; 0 when no server spoke. */
    this.status = status;
    /** For support: the server's log line has it too. */
    this.requestId = problem?.request_id ?? '';
    /** The server's whole answer, when it was one. */
    this.problem = problem;
    /** With step_up_required: how to become fresh. @type {Way[]} */
    this.ways = problem?.ways ?? [];
    /** Where a browser can go to resolve this at Kratos; empty when there is no such place. */
    this.url = this.ways.find(({ way }) => way === 'kratos')?.url ?? problem?.redirect_browser_to ?? '';
  }
}

/**
 * @param {object} [options]
 * @param {string} [options.baseUrl]  where Latchkey answers, without a trailing slash; empty: this page's own origin
 */
export function createLatchkey({ baseUrl = '' } = {}) {
  const base = baseUrl.replace(/\/+$/, '');

  /**
   * One HTTP call. Signals in its answer are passed on, whether it succeeded or not.
   * @param {string} method @param {string} path @param {object} [body] @returns {Promise<any>}
   */
  async function send(method, path, body) {
    let response, answer;
    try {
      response = await fetch(base + path, {
        method,
        credentials: 'include', // the Kratos session cookie, also when Latchkey is on another host of the site
        cache: 'no-store',
        headers: { accept: 'application/json', ...(body && { 'content-type': 'application/json' }) },
        body: body && JSON.stringify(body),
      });
      answer = await response.text();
    } catch (cause) {
      throw new LatchkeyError('network', { cause });
    }
    answer = parsed(answer);
    await passOn(answer?.signal);
    if (!response.ok || !answer) throw refusal(response.status, answer);
    const { signal: _, ...rest } = answer;
    return rest;
  }

  /**
   * send(), and when the session is not fresh but a passkey can make it so: step up, then once more.
   * @param {string} method @param {string} path @param {object} [body] @returns {Promise<any>}
   */
  async function call(method, path, body) {
    try {
      return await send(method, path, body);
    } catch (error) {
      if (!(error instanceof LatchkeyError) || error.code !== 'step_up_required') throw error;
      if (!error.ways.some(({ way }) => way === 'passkey')) throw error;
      await stepUpFor(error);
    }
    return send(method, path, body);
  }

  /** A step-up that fails still tells the other ways. @param {LatchkeyError} refused */
  async function stepUpFor(refused) {
    try {
      await stepUp();
    } catch (error) {
      if (error instanceof LatchkeyError) {
        error.ways = refused.ways;
        error.url ||= refused.url;
      }
      throw error;
    }
  }

  /** @param {{name?: string}} [options] the name is what the person calls it @returns {Promise<Passkey>} */
  async function register({ name } = {}) {
    requireSupport('create');
    endRunning();
    const begun = await call('POST', '/v1/registration/begin', given({ name }));
    const credential = await ask('create', begun);
    return call('POST', '/v1/registration/finish', given({ ceremony: begun.ceremony, credential, name }));
  }

  /**
   * Signs in. With `autofill` it offers passkeys in an `<input autocomplete="username webauthn">` and stays pending
   * until the person picks one; any other verb ends it with code `cancelled`. Call it when the page has loaded.
   * @param {object} [options]
   * @param {string} [options.identifier]  for passkeys that the browser cannot find by itself (old security keys)
   * @param {boolean} [options.autofill]  rejects with `not_supported` where the browser has no such thing
   * @param {'cookie' | 'token' | 'none'} [options.session]  which Kratos session to make; absent: as configured
   * @param {string} [options.interaction]  of the page's address, when Kratos sent the person here; answers `redirect_to`
   * @param {string} [options.returnTo]  checked by the server, which answers `return_to`
   * @returns {Promise<Login>}
   */
  async function login({ identifier, autofill = false, session, interaction, returnTo } = {}) {
    requireSupport('get');
    if (!autofill) endRunning();
    else if (!(await autofillAvailable())) throw new LatchkeyError('not_supported');
    const mediation = autofill ? 'conditional' : undefined;
    for (;;) {
      const wish = given({ identifier, session, interaction, mediation });
      const begun = await inTurn(() => send('POST', '/v1/login/begin', wish));
      const credential = await ask('get', { mediation, ...begun });
      if (!credential) continue; // pending for so long that the ceremony went stale: a new one takes its place
      return send('POST', '/v1/login/finish', given({ ceremony: begun.ceremony, credential, return_to: returnTo }));
    }
  }

  /**
   * Proves, for the present session, that the person holds a passkey now. With `gate`, which stands in the address that
   * a refused login at Kratos names, it is for that login, and the answer says where the login goes on (`redirect_to`).
   * @param {{gate?: string}} [options]
   * @returns {Promise<{assurance?: object, proof?: string, proof_expires_at?: string, redirect_to?: string}>}
   */
  async function stepUp({ gate } = {}) {
    requireSupport('get');
    endRunning();
    const begun = await send('POST', '/v1/step-up/begin', given({ gate }));
    const credential = await ask('get', begun);
    return send('POST', '/v1/step-up/finish', given({ gate, ceremony: begun.ceremony, credential }));
  }

  return {
    register,
    login,
    stepUp,
    /** @returns {Promise<{passkeys: Passkey[], limit: number}>} */
    list: () => call('GET', '/v1/passkeys'),
    /** @param {string} id @param {string} name @returns {Promise<Passkey>} */
    rename: (id, name) => call('PATCH', `/v1/passkeys/${encodeURIComponent(id)}`, { name }),
    /** @param {string} id @returns {Promise<void>} */
    remove: async (id) => { await call('DELETE', `/v1/passkeys/${encodeURIComponent(id)}`); },
    /** Ends a prompt or an autofill that is still open; its promise rejects with `cancelled`. */
    cancel: endRunning,
  };
}

// --- The browser's side of a ceremony -------------------------------------------------------------------------------

/** A ceremony lives five minutes on the server; an autofill may wait for hours and is renewed before that. */
const RENEW_AFTER = 4 * 60_000;

/**
 * A page may have one pending WebAuthn request, so this belongs to the module and not to one createLatchkey().
 * @type {{abort: () => void, ended: Promise<void>} | null}
 */
let running = null;

function endRunning() {
  running?.abort();
}

/**
 * Runs navigator.credentials.create or .get. A prompt ends whatever is pending; an autofill gives way to it.
 * @param {'create' | 'get'} action
 * @param {Begun} begun
 * @returns {Promise<object | null>} the credential as JSON; null: an autofill that waited too long
 */
async function ask(action, { publicKey, mediation }) {
  const autofill = mediation === 'conditional' && action === 'get';
  if (autofill && running) throw new LatchkeyError('cancelled');
  while (running) {
    running.abort();
    await running.ended;
  }
  const controller = new AbortController();
  let end = () => {};
  running = { abort: () => controller.abort(), ended: new Promise((resolve) => { end = resolve; }) };
  let stale = false;
  const timer = autofill ? setTimeout(() => { stale = true; controller.abort(); }, RENEW_AFTER) : undefined;
  const started = performance.now();
  try {
    const options = { publicKey: optionsFromJSON(action, publicKey), signal: controller.signal, ...given({ mediation }) };
    const credential = await navigator.credentials[action](options);
    if (!credential) throw new DOMException('no credential', 'NotAllowedError');
    return credentialToJSON(credential);
  } catch (error) {
    if (stale) return null;
    throw browserFailure(error, action, publicKey, performance.now() - started);
  } finally {
    clearTimeout(timer);
    running = null;
    end();
  }
}

/**
 * The first begin gives the browser a cookie, to which the ceremony is bound. Two at once, of a button and an autofill or
 * of two tabs, would each bring one, and the ceremony whose cookie is overwritten could not be finished.
 * @template T @param {() => Promise<T>} begin @returns {Promise<T>}
 */
function inTurn(begin) {
  return navigator.locks ? navigator.locks.request('latchkey-begin', begin) : begin();
}

/** Before anything is sent: on an insecure page the server's refusal would hide the cause. @param {'create' | 'get'} action */
function requireSupport(action) {
  if (!globalThis.isSecureContext) throw new LatchkeyError('insecure_context');
  if (!globalThis.PublicKeyCredential) throw new LatchkeyError('not_supported');
  const policy = /** @type {any} */ (document).featurePolicy; // Chromium only; elsewhere the prompt itself fails
  if (policy && !policy.allowsFeature(`publickey-credentials-${action}`)) throw new LatchkeyError('blocked');
}

async function autofillAvailable() {
  return Boolean(await globalThis.PublicKeyCredential?.isConditionalMediationAvailable?.());
}

/**
 * Names are those of WebAuthn Level 3, 5.1.3 and 5.1.4. NotAllowedError covers a refusal and a time-out on purpose, so
 * only the clock can tell them apart.
 * @param {any} cause @param {'create' | 'get'} action @param {any} publicKey @param {number} elapsed milliseconds
 */
function browserFailure(cause, action, publicKey, elapsed) {
  /** @param {string} code */
  const failure = (code) => new LatchkeyError(code, { cause });
  switch (cause?.name) {
    case 'AbortError': return failure('cancelled');
    case 'NotAllowedError': return failure(publicKey?.timeout && elapsed >= publicKey.timeout ? 'timed_out' : 'cancelled');
    case 'TimeoutError': return failure('timed_out');
    case 'InvalidStateError': return failure(action === 'create' ? 'already_registered' : 'unknown');
    case 'SecurityError': return failure('wrong_domain');
    case 'NotSupportedError': return failure('no_authenticator');
    case 'ConstraintError': return failure(
      publicKey?.authenticatorSelection?.userVerification === 'required' ? 'user_verification_impossible' : 'no_authenticator');
    case 'OperationError': return failure('blocked'); // a request of another script is pending
    default: return failure('unknown');
  }
}

// --- JSON forms (WebAuthn Level 3, 5.1.7 and 5.1.8), by hand where the browser has no methods for them ---------------

/** @param {'create' | 'get'} action @param {any} json @returns {any} */
function optionsFromJSON(action, json) {
  const parse = action === 'create' ? 'parseCreationOptionsFromJSON' : 'parseRequestOptionsFromJSON';
  if (PublicKeyCredential[parse]) return PublicKeyCredential[parse](json);
  /** @param {any} descriptor */
  const withBytes = (descriptor) => ({ ...descriptor, id: toBytes(descriptor.id) });
  return given({
    ...json,
    challenge: toBytes(json.challenge),
    user: json.user && withBytes(json.user),
    excludeCredentials: json.excludeCredentials?.map(withBytes),
    allowCredentials: json.allowCredentials?.map(withBytes),
  });
}

/** @param {any} credential @returns {object} */
function credentialToJSON(credential) {
  try {
    return credential.toJSON();
  } catch {
    // Safari before 18.4 has no toJSON, and stand-ins of some password managers have one that throws.
  }
  const { response } = credential;
  /** @type {Record<string, unknown>} */
  const members = {};
  for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    const bytes = name === 'authenticatorData' && response.attestationObject ? null : response[name];
    if (bytes) members[name] = toBase64url(bytes);
  }
  if (response.attestationObject) members.transports = response.getTransports?.() ?? [];
  return given({
    id: credential.id,
    rawId: toBase64url(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: members,
  });
}

/** @param {string} text base64url, with or without padding */
function toBytes(text) {
  const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(binary, (c) => c.charCodeAt(0));
}

/** @param {ArrayBuffer} buffer @returns {string} base64url without padding */
function toBase64url(buffer) {
  const binary = Array.from(new Uint8Array(buffer), (b) => String.fromCharCode(b)).join('');
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

// --- Answers --------------------------------------------------------------------------------------------------------

/** The server refuses members it does not know, so absent ones must not be sent. @param {Record<string, any>} members */
function given(members) {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

/** @param {string} text @returns {any} null when it is no JSON object */
function parsed(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

/** @param {number} status @param {Problem | null} problem */
function refusal(status, problem) {
  if (problem?.code) return new LatchkeyError(problem.code, { status, problem });
  // No problem document: a proxy answered in the service's place.
  return new LatchkeyError(status >= 502 && status <= 504 ? 'network' : 'unknown', { status });
}

const SIGNALS = ['signalUnknownCredential', 'signalAllAcceptedCredentials', 'signalCurrentUserDetails'];

/**
 * Tells the browser's password manager which passkeys are still good. It may not know how, may refuse, may be slow:
 * nothing of that is the caller's trouble.
 * @param {Signal[]} [signals]
 */
async function passOn(signals = []) {
  const manager = /** @type {any} */ (globalThis.PublicKeyCredential);
  const told = signals
    .filter(({ method }) => SIGNALS.includes(method) && manager?.[method])
    .map(async ({ method, options }) => manager[method](options));
  if (told.length === 0) return;
  await Promise.race([Promise.allSettled(told), new Promise((resolve) => setTimeout(resolve, 1000))]);
}
