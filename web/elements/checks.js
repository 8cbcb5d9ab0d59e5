// checks.js: what <latchkey-diagnose> finds out about the browser, its clock, its cookie and the address. No check throws or waits for
// long: in the browser of someone who asks for help, any member may be missing, replaced, or never answer.

import { capabilities } from '../sdk/capabilities.js';
import { parsed, tried } from '../sdk/json.js';
import { addressOf } from './dom.js';

/** How long to wait for an answer, in milliseconds. */
const PATIENCE = 5000;

/** Seconds that a clock may be off: a code of an authenticator app is accepted one period of 30 seconds before and after its own. */
export const ACCEPTED = 30;

/** What Latchkey and Kratos may differ by, in seconds. */
const APART = 5;

/** @typedef {import('./diagnosisstates.js').Result & {seconds?: number}} Result  how far a clock is ahead */
/** @typedef {{results: Result[], identity: string, requestId: string, time: string, home: string}} Findings */

/** @param {string} base address of Latchkey @returns {Promise<Findings>} */
export async function runChecks(base) {
  const [can, hidden, answer, session] = await Promise.all([soon(capabilities), soon(privateWindow), soon(() => askOrigin(base)), soon(() => askSession(base))]);
  const clocks = clocksOf(answer);
  return {
    results: [
      { name: 'secure', state: globalThis.isSecureContext ? 'ok' : 'insecure' },
      { name: 'passkeys', state: can ? choose(can.passkeys, 'missing') : 'unknown' },
      { name: 'authenticator', state: can?.userVerifyingPlatformAuthenticator == null ? 'unknown' : choose(can.userVerifyingPlatformAuthenticator, 'none') },
      { name: 'autofill', state: can ? choose(can.conditionalGet, 'none') : 'unknown' },
      { name: 'extension', state: handling() },
      { name: 'private', state: hidden === undefined ? 'unknown' : choose(!hidden, 'likely') },
      ...clocks,
      { name: 'cookie', state: cookieState(answer, session) },
      { name: 'session', state: sessionState(answer, session) },
      { name: 'origin', state: originState(base, answer) },
    ],
    identity: uuid(session?.body?.identity?.id),
    requestId: session?.requestId ?? '',
    time: answer ? String(answer.body.time) : '',
    home: String(answer?.body.base_url ?? ''),
  };
}

/** @param {unknown} good @param {string} otherwise */
const choose = (good, otherwise) => (good ? 'ok' : otherwise);

/** @param {unknown} value @returns {string} */
const uuid = (value) => (/^[0-9a-f-]{36}$/.test(String(value)) ? String(value) : '');

/** What is answered in time; otherwise undefined. @template T @param {() => Promise<T>} question @returns {Promise<T | undefined>} */
export async function soon(question, patience = PATIENCE) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  try {
    return await Promise.race([question(), new Promise((resolve) => { timer = setTimeout(resolve, patience); })]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Whether something stands between pages and the browser's own passkeys: password managers replace functions.
 * @returns {string}
 */
function handling() {
  if (!globalThis.PublicKeyCredential) return 'ok'; // said already
  const held = tried(() => navigator.credentials);
  if (!held || typeof tried(() => held.get) !== 'function' || typeof tried(() => held.create) !== 'function') return 'broken';
  const own = tried(() => Object.hasOwn(navigator, 'credentials') || Object.hasOwn(held, 'get') || Object.hasOwn(held, 'create'));
  const getter = tried(() => Object.getOwnPropertyDescriptor(Navigator.prototype, 'credentials')?.get);
  return choose(own === false && isNative(getter, 'get credentials') && isNative(tried(() => held.get), 'get') && isNative(tried(() => held.create), 'create'), 'replaced');
}

/** @param {any} made @param {string} name */
function isNative(made, name) {
  return Boolean(tried(() => made.name === name && /\{\s*\[native code\]\s*\}\s*$/.test(Function.prototype.toString.call(made))));
}

/** A hint only: private windows have no folder of their own (Firefox, Safari), or little space (Chromium). */
async function privateWindow() {
  const { storage } = navigator, limit = /** @type {any} */ (globalThis.performance)?.memory?.jsHeapSizeLimit;
  if (!storage?.getDirectory) return undefined;
  const refused = await storage.getDirectory().then(() => false, () => true);
  const { quota = Infinity } = await storage.estimate();
  return refused || quota < limit;
}

// --- What Latchkey answers

/** @typedef {{body: any, asked: number, answered: number}} OriginAnswer */

/** As Latchkey sees this page. Throws if something else answers. @param {string} base @returns {Promise<OriginAnswer>} */
async function askOrigin(base) {
  const asked = Date.now();
  const response = await fetch(`${base}/v1/origin`, { method: 'POST', credentials: 'same-origin', cache: 'no-store' });
  const body = parsed(await response.text()), answered = Date.now();
  if (body?.service !== 'latchkey') throw new TypeError('not Latchkey');
  return { body, asked, answered };
}

/** @param {string} base */
async function askSession(base) {
  const response = await fetch(`${base}/v1/session`, { credentials: 'include', cache: 'no-store', headers: { accept: 'application/json' } });
  return { status: response.status, body: parsed(await response.text()), requestId: response.headers.get('x-request-id') ?? '' };
}

/** @typedef {Awaited<ReturnType<typeof askSession>> | undefined} SessionAnswer */

/**
 * The device's clock is compared with that of Kratos, which checks codes, as far as Latchkey knows it. Half the time that the answer took
 * is not counted against the device.
 * @param {OriginAnswer | undefined} answer @returns {Result[]}
 */
function clocksOf(answer) {
  const server = answer ? Date.parse(answer.body.time) : NaN, ahead = answer?.body.kratos_clock_offset_seconds;
  const kratos = typeof ahead !== 'number' ? { state: 'unknown' } : { state: choose(Math.abs(ahead) <= APART, 'apart'), seconds: ahead };
  if (!answer || Number.isNaN(server)) return [{ name: 'clock', state: 'unknown' }, { name: 'kratos_clock', ...kratos }];
  const seconds = ((answer.asked + answer.answered) / 2 - server) / 1000 - (Number(ahead) || 0);
  const off = Math.abs(seconds) - (answer.answered - answer.asked) / 2000;
  const state = off <= ACCEPTED ? 'ok' : seconds > 0 ? 'ahead' : 'behind';
  return [{ name: 'clock', state, seconds }, { name: 'kratos_clock', ...kratos }];
}

/** @param {OriginAnswer | undefined} answer @param {SessionAnswer} session */
function cookieState(answer, session) {
  if (tried(() => navigator.cookieEnabled) === false) return 'blocked';
  if (answer?.body.seen?.cookie || session?.status === 200) return 'ok';
  return answer?.body.seen?.cookie === false ? 'none' : 'unknown';
}

/** What Kratos says to the cookie, by way of Latchkey. @param {OriginAnswer | undefined} answer @param {SessionAnswer} session */
function sessionState(answer, session) {
  if (!session) return 'unknown';
  if (session.status === 200) return 'ok';
  const code = session.body?.code;
  if (code === 'unauthenticated') return answer?.body.seen?.cookie ? 'ended' : 'none';
  if (code === 'aal2_required') return 'partial';
  return code === 'cookie_conflict' ? 'conflict' : 'failed';
}

/** @param {string} base @param {OriginAnswer | undefined} answer */
function originState(base, answer) {
  if (!answer) return 'unreached';
  const { allowed, passkeys, seen } = answer.body;
  if (!allowed) return 'unlisted';
  if (!passkeys) return 'no_passkeys';
  const own = addressOf(base || location.href, location.href)?.origin === location.origin;
  return choose(!own || !seen?.host || seen.host === location.host, 'proxy');
}
