// guard.js: fetch for the application's own API, which may refuse a call until the user has used a passkey, with the challenge of
// RFC 9470. It is loaded by the first such call.

import { currentTurn, endRunning, newTurn } from './ceremony.js';
import { challengesIn } from './challenge.js';
import { LatchkeyError } from './error.js';

/** @typedef {(...request: any[]) => Promise<Response>} Fetch */
/** @typedef {import('./resume.js').Prove} Prove */

/** The schemes of access tokens whose challenges have an error code: RFC 6750 and RFC 9449. */
const SCHEMES = ['bearer', 'dpop'];

/** The user closed the prompt or did not answer it, so the refusal stands. */
const UNANSWERED = ['cancelled', 'timed_out'];

/**
 * Sends a request. If it is refused for want of a step-up, steps up and sends it once more.
 * @param {Fetch} fetch @param {Prove} prove @param {any[]} request the arguments of fetch
 * @returns {Promise<Response>} the refusal if the user does not use a passkey; rejects as fetch does, or with the LatchkeyError of
 *   a step-up that failed
 */
export async function guarded(fetch, prove, request) {
  const stepUps = stepUpsBy(prove), before = stepUps.succeeded;
  const { first, again, spare } = twice(request);
  let repeat = false;
  try {
    const response = await fetch(...first);
    if (!wantsStepUp(response)) return response;
    // Another call may have stepped up while this one was on its way.
    repeat = stepUps.succeeded > before || await stepUps.join(signalOf(request));
    if (!repeat) return response;
    response.body?.cancel().catch(() => {});
  } finally {
    if (!repeat) spare?.cancel().catch(() => {});
  }
  return fetch(...again);
}

/** @param {Response} response */
function wantsStepUp({ status, headers }) {
  return status === 401 && challengesIn(headers.get('www-authenticate') ?? '').some(({ scheme, parameters }) =>
    SCHEMES.includes(scheme) && parameters.get('error') === 'insufficient_user_authentication');
}

/**
 * The arguments for two attempts, since a body that is a stream, or that of a Request, can be sent only once.
 * @param {any[]} request @returns {{first: any[], again: any[], spare?: ReadableStream | null}} `spare` is what the second holds
 */
function twice([input, init, ...rest]) {
  if (typeof init?.body?.tee === 'function') {
    const [body, spare] = init.body.tee();
    return { first: [input, { ...init, body }, ...rest], again: [input, { ...init, body: spare }, ...rest], spare };
  }
  const request = [input, init, ...rest];
  if (typeof input?.clone !== 'function' || init?.body != null) return { first: request, again: request };
  const copy = input.clone();
  return { first: request, again: [copy, init, ...rest], spare: copy.body };
}

/** @param {any[]} request @returns {AbortSignal | null | undefined} null in the options removes that of a Request */
function signalOf([input, init]) {
  return init?.signal === undefined ? input?.signal : init.signal;
}

/** The step-ups of one Latchkey. Calls that need one at the same time share it. */
class StepUps {
  succeeded = 0;
  /** @type {{turn: number, ended: Promise<void>, waiting: number} | null} */
  #running = null;

  /** @param {Prove} prove */
  constructor(prove) {
    this.prove = prove;
  }

  /**
   * Waits for the running step-up, or begins one. It is cancelled when all who wait for it have been aborted.
   * @param {AbortSignal | null} [signal] @returns {Promise<boolean>} false: the user does not use a passkey
   */
  async join(signal) {
    signal?.throwIfAborted();
    const mine = this.#running ??= this.#begin();
    mine.waiting++;
    try {
      await unlessAborted(mine.ended, signal);
      return true;
    } catch (error) {
      if (error instanceof LatchkeyError && UNANSWERED.includes(error.code)) return false;
      throw error;
    } finally {
      if (--mine.waiting === 0 && this.#running === mine) this.#abandon(mine.turn);
    }
  }

  #begin() {
    const turn = newTurn();
    const ended = this.prove({}, turn).then(() => { this.succeeded++; }).finally(() => {
      if (this.#running === begun) this.#running = null;
    });
    const begun = { turn, ended, waiting: 0 };
    return begun;
  }

  /** A prompt that has opened since belongs to someone else. @param {number} turn */
  #abandon(turn) {
    this.#running = null;
    if (turn === currentTurn()) endRunning();
  }
}

/** @type {WeakMap<Prove, StepUps>} by the function of its createLatchkey() */
const all = new WeakMap();

/** @param {Prove} prove */
function stepUpsBy(prove) {
  const found = all.get(prove) ?? new StepUps(prove);
  all.set(prove, found);
  return found;
}

/** @param {Promise<void>} promise @param {AbortSignal | null} [signal] @returns {Promise<void>} rejects with the signal's reason */
function unlessAborted(promise, signal) {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort);
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
