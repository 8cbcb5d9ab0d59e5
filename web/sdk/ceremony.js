// ceremony.js: the browser's side of a ceremony, and the only code that calls navigator.credentials. A page can have only one
// pending request, so its state belongs to the module, not to a createLatchkey(): a prompt aborts an earlier prompt or autofill,
// and an autofill waits for a running prompt.

import { credentialToJSON } from './credential.js';
import { LatchkeyError } from './error.js';
import { defined, optionsFromJSON, tried } from './json.js';

/** @typedef {import('./types.js').Begun} Begun */
/** @typedef {'create' | 'get'} Action */

/** The server's ceremonies expire after five minutes; an autofill may wait for hours and is renewed before. */
const RENEW_AFTER = 4 * 60_000;

/** A faster answer, in milliseconds, came from the browser: no person could have seen and closed a prompt. */
const AT_ONCE = 150;

/** How long an aborted request may take to end, in milliseconds. Browsers need a moment; some stand-ins ignore the signal. */
const ABORTED_WITHIN = 300;

/** @type {{prompt: boolean, abort: () => void, ended: Promise<void>} | null} */
let running = null;

/** Counts requests. One that began in an earlier turn stops before it calls the browser. */
let turn = 0;

/** Aborts an open or pending prompt or autofill; its promise rejects with `cancelled`. */
export function endRunning() {
  turn++;
  running?.abort();
}

/** The current turn, for a request that waits for the running one. */
export function currentTurn() {
  return turn;
}

/** Aborts the running request and starts a new turn. @returns {number} the new turn */
export function newTurn() {
  endRunning();
  return turn;
}

/** @type {Set<(open: boolean) => void>} */
const watchers = new Set();

/**
 * Tells the elements when a prompt opens (true) and when it has ended (false). An autofill is not a prompt.
 * @param {(open: boolean) => void} watcher @returns {() => void} ends it
 */
export function watchPrompts(watcher) {
  watchers.add(watcher);
  return () => { watchers.delete(watcher); };
}

/** @param {boolean} open */
function tell(open) {
  for (const watcher of watchers) watcher(open);
}

/** Whether a prompt may be open. An autofill is not a prompt. */
export function prompting() {
  return running?.prompt ?? false;
}

/** Called before any request: on an insecure page, the server's refusal would hide the cause. @param {Action} action */
export function requireSupport(action) {
  if (!globalThis.isSecureContext) throw new LatchkeyError('insecure_context');
  if (!globalThis.PublicKeyCredential || !tried(() => navigator.credentials[action])) throw new LatchkeyError('not_supported');
  const policy = /** @type {any} */ (document).featurePolicy; // Chromium only; in other browsers the prompt itself fails
  if (tried(() => policy.allowsFeature(`publickey-credentials-${action}`)) === false) throw new LatchkeyError('blocked');
}

/**
 * Runs navigator.credentials.create or .get. With mediation "conditional", get is an autofill, and create happens
 * without a prompt or not at all.
 * @param {Action} action
 * @param {Begun} begun
 * @param {number} mine the turn in which the request began
 * @returns {Promise<object | null>} the credential as JSON; null if the ceremony of a waiting autofill has expired
 */
export async function ask(action, begun, mine) {
  const { publicKey, mediation, uiMode } = begun, about = aboutOf(begun);
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
  let stale = false, answered = false;
  const timer = autofill ? setTimeout(() => { stale = true; controller.abort(); }, RENEW_AFTER) : undefined;
  const gesture = conditional || (navigator.userActivation?.isActive ?? true);
  const started = performance.now();
  try {
    if (!conditional) tell(true);
    const options = { publicKey: readable(action, publicKey, about), signal: controller.signal, ...defined({ mediation, uiMode }) };
    const credential = await Promise.race([navigator.credentials[action](options), givenUp(controller.signal)]);
    answered = Boolean(credential) && performance.now() - started > AT_ONCE;
    return await credentialToJSON(action, credential);
  } catch (cause) {
    if (stale) return null;
    if (cause instanceof LatchkeyError) throw cause;
    const seen = { action, publicKey, conditional, gesture, elapsed: performance.now() - started };
    throw new LatchkeyError(controller.signal.aborted ? 'cancelled' : codeOf(cause, seen), { cause, answered, ...about });
  } finally {
    clearTimeout(timer);
    running = null;
    if (!conditional) tell(false);
    end();
  }
}

/** Rejects when an aborted request should have ended: the next one does not wait for a stand-in that never ends. @param {AbortSignal} signal */
function givenUp(signal) {
  return new Promise((_, reject) => signal.addEventListener('abort', () => setTimeout(reject, ABORTED_WITHIN, signal.reason)));
}

/** What an error tells of its ceremony. @param {Begun} begun */
export function aboutOf({ requestId, publicKey, other_rp_ids }) {
  return { requestId, rpId: publicKey?.rpId ?? publicKey?.rp?.id ?? '', otherRpIds: other_rp_ids };
}

/**
 * Unreadable options are not the fault of an extension.
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
    case 'NotReadableError': return 'no_authenticator'; // the platform's credential manager failed
    case 'OperationError': return 'blocked'; // another script's request is pending
    case 'UnknownError': case 'DataError': case 'EncodingError': return 'unknown';
    // Browsers throw nothing else for readable options: an extension or a script has replaced navigator.credentials, and its
    // replacement failed.
    default: return cause instanceof DOMException ? 'unknown' : 'blocked';
  }
}

/**
 * NotAllowedError deliberately covers cancellation, timeout and more. Only timing and context distinguish them: Safari
 * immediately refuses a prompt without user activation, such as the second prompt of a step-up.
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
    return true; // cross-origin: not readable
  }
}
