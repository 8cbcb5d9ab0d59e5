// http.js: calls to Latchkey. Returns the response body or throws a LatchkeyError, and passes signals on to the browser.

import { LatchkeyError } from './error.js';
import { defined, parsed } from './json.js';
import { LANGUAGE } from './options.js';
import { passOn } from './signal.js';
import { tokenOf } from './token.js';

/** Timeout in milliseconds; the server's own timeout for Kratos is much shorter. */
const PATIENCE = 30_000;

/**
 * @param {string} base URL of Latchkey, without a slash at its end; empty: the origin of this page
 * @param {string} [language]  of the names that the server gives; absent: that of the page
 * @returns {(method: string, path: string, body?: object) => Promise<any>}
 */
export function connect(base, language) {
  return async (method, path, body) => {
    let response, text;
    try {
      response = await fetch(base + path, {
        method,
        credentials: 'include', // sends the Kratos session cookie, even if Latchkey is on another host of the site
        cache: 'no-store',
        headers: defined({
          accept: 'application/json',
          // Without either, the browser sends its own. Odd values would need a preflight.
          'accept-language': language || globalThis.document?.documentElement.lang.match(LANGUAGE)?.[0],
          'content-type': body && 'application/json', 'x-session-token': tokenOf(base),
        }),
        body: body && JSON.stringify(body),
        signal: AbortSignal.timeout?.(PATIENCE),
      });
      text = await response.text();
    } catch (cause) {
      throw await explained(base, new LatchkeyError('network', { cause }));
    }
    if (response.status === 204) return {};
    const answer = parsed(text);
    await passOn(answer?.signal);
    const requestId = response.headers.get('x-request-id') ?? '';
    if (!response.ok || !answer) throw await explained(base, refusal(response.status, requestId, answer));
    const { signal: _, ...rest } = answer;
    return path.endsWith('/begin') ? { ...rest, requestId } : rest;
  };
}

/** A call that did not reach Latchkey may have a cause that an error of fetch hides. @param {string} base @param {LatchkeyError} error */
async function explained(base, error) {
  if (error.problem) return error;
  return import('./unreached.js').then(({ explain }) => explain(base, error)).catch(() => error);
}

/** @param {number} status @param {string} requestId @param {import('./types.js').Problem | null} problem */
export function refusal(status, requestId, problem) {
  if (problem?.code) return new LatchkeyError(problem.code, { status, problem, requestId });
  // No problem document: the response is from a proxy.
  return new LatchkeyError(status >= 502 && status <= 504 ? 'network' : 'unknown', { status, requestId });
}

/**
 * Serialises begins. The first begin sets a cookie that the ceremony is bound to. Two concurrent ones, from a button and an
 * autofill or from two tabs, would each set one, and the ceremony with the overwritten cookie could not finish.
 * @template T @param {() => Promise<T>} begin @returns {Promise<T>}
 */
export async function oneAtATime(begin) {
  /** @type {Promise<T> | undefined} */
  let begun;
  try {
    return await navigator.locks.request('latchkey-begin', () => (begun = begin()));
  } catch {
    return begun ?? begin(); // locks are unavailable, as with blocked storage; or begin() itself threw
  }
}
