// ceremony.js: the browser's side of a ceremony. This is the only code that calls navigator.credentials. A page can have
// one request pending, so what is running belongs to the module and not to one createLatchkey(): prompts end each other
// and autofills, and an autofill gives way to whatever is running.

import { LatchkeyError } from './error.js';
import { credentialToJSON, given, optionsFromJSON } from './json.js';

/** @typedef {import('./types.js').Begun} Begun */
/** @typedef {'create' | 'get'} Action */

/** A ceremony lives five minutes on the server; an autofill may wait for hours and is renewed before that. */
const RENEW_AFTER = 4 * 60_000;

/** A failure that comes sooner, in milliseconds, was nobody's: no person has seen a prompt, let alone closed it. */
const AT_ONCE = 150;

/** @type {{prompt: boolean, abort: () => void, ended: Promise<void>} | null} */
let running = null;

/** Whose turn it is. Who has begun in an earlier turn finds out that it is over before it asks the browser. */
let turn = 0;

/** Ends a prompt or an autofill that is open or about to open; its promise rejects with `cancelled`. */
export function endRunning() {
  turn++;
  running?.abort();
}

/** The present turn, for who waits behind what is running. */
export function presentTurn() {
  return turn;
}

/** Ends what is running, for who goes before it. @returns {number} the new turn */
export function newTurn() {
  endRunning();
  return turn;
}

/** Whether a person may be looking at a prompt now; an autofill is none. */
export function prompting() {
  return running?.prompt ?? false;
}

/** Before anything is sent: on an insecure page the server's refusal would hide the cause. @param {Action} action */
export function requireSupport(action) {
  if (!globalThis.isSecureContext) throw new LatchkeyError('insecure_context');
  if (!globalThis.PublicKeyCredential || !navigator.credentials?.[action]) throw new LatchkeyError('not_supported');
  const policy = /** @type {any} */ (document).featurePolicy; // Chromium only; elsewhere the prompt itself fails
  if (policy && !policy.allowsFeature(`publickey-credentials-${action}`)) throw new LatchkeyError('blocked');
}

/**
 * Runs navigator.credentials.create or .get. With mediation "conditional" a get is an autofill, and a create happens
 * without a prompt or not at all.
 * @param {Action} action
 * @param {Begun} begun
 * @param {number} mine the turn in which the verb was called
 * @returns {Promise<object | null>} the credential as JSON; null: an autofill that waited so long that its ceremony went stale
 */
export async function ask(action, begun, mine) {
  const { publicKey, mediation, requestId } = begun;
  const about = { requestId, rpId: rpIdOf(begun) };
  const conditional = mediation === 'conditional';
  const autofill = conditional && action === 'get';
  const late = mine !== turn || (running && (autofill || (conditional && running.prompt)));
  if (late) throw new LatchkeyError('cancelled', about);
  while (running) {
    running.abort();
    await running.ended;
  }
  const controller = new AbortController();
  let end = () => {};
  running = {
    prompt: !conditional,
    abort: () => controller.abort(),
    ended: new Promise((resolve) => { end = resolve; }),
  };
  let stale = false;
  const timer = autofill ? setTimeout(() => { stale = true; controller.abort(); }, RENEW_AFTER) : undefined;
  const gesture = conditional || (navigator.userActivation?.isActive ?? true);
  const started = performance.now();
  try {
    const options = { publicKey: readable(action, publicKey, about), signal: controller.signal, ...given({ mediation }) };
    return credentialToJSON(await navigator.credentials[action](options));
  } catch (cause) {
    if (stale) return null;
    if (cause instanceof LatchkeyError) throw cause;
    const seen = { action, publicKey, conditional, gesture, elapsed: performance.now() - started };
    throw new LatchkeyError(controller.signal.aborted ? 'cancelled' : codeOf(cause, seen), { cause, ...about });
  } finally {
    clearTimeout(timer);
    running = null;
    end();
  }
}

/** @param {Begun} begun @returns {string} */
export function rpIdOf({ publicKey }) {
  return publicKey?.rpId ?? publicKey?.rp?.id ?? '';
}

/**
 * Options that the browser cannot even read are no fault of an extension.
 * @param {Action} action @param {any} publicKey @param {object} about
 */
function readable(action, publicKey, about) {
  try {
    return optionsFromJSON(action, publicKey);
  } catch (cause) {
    throw new LatchkeyError('unknown', { cause, ...about });
  }
}

/**
 * Names are those of WebAuthn Level 3, 5.1.3 and 5.1.4, and those that Chromium on Android adds.
 * @param {any} cause
 * @param {{action: Action, publicKey: any, conditional: boolean, gesture: boolean, elapsed: number}} seen
 * @returns {import('./error.js').BrowserCode}
 */
function codeOf(cause, seen) {
  const { action, publicKey, conditional } = seen;
  switch (cause?.name) {
    case 'AbortError': return 'cancelled';
    case 'NotAllowedError': return codeOfRefusal(seen);
    case 'TimeoutError': return 'timed_out';
    case 'InvalidStateError': return action === 'create' ? 'already_registered' : 'blocked';
    case 'SecurityError': return 'wrong_domain';
    case 'NotSupportedError': return conditional || action === 'get' ? 'not_supported' : 'no_authenticator';
    case 'ConstraintError':
      return publicKey.authenticatorSelection?.userVerification === 'required' ? 'user_verification_impossible' : 'no_authenticator';
    case 'NotReadableError': return 'no_authenticator'; // the device's own credential manager broke down
    case 'OperationError': return 'blocked'; // a request of another script is pending
    case 'UnknownError': case 'DataError': case 'EncodingError': return 'unknown';
    // What is left no browser throws at options that it could read: an extension or a script has put something of its
    // own in place of navigator.credentials, and that broke.
    default: return cause instanceof DOMException ? 'unknown' : 'blocked';
  }
}

/**
 * NotAllowedError stands for a refusal, a time-out and more, on purpose. Only the clock and the circumstances tell them
 * apart: Safari refuses at once what no press of a button has led to, such as the second prompt of a step-up.
 * @param {{publicKey: any, gesture: boolean, elapsed: number}} seen
 */
function codeOfRefusal({ publicKey, gesture, elapsed }) {
  if (publicKey.timeout && elapsed >= publicKey.timeout) return 'timed_out';
  if (elapsed > AT_ONCE) return 'cancelled';
  if (!gesture) return 'gesture_missing';
  return inForeignFrame() ? 'blocked' : 'cancelled';
}

function inForeignFrame() {
  try {
    return !globalThis.top?.location.href;
  } catch {
    return true; // a page of another origin does not tell
  }
}
