// http.js: the calls to Latchkey. Whatever comes back is an answer or a LatchkeyError; signals in it are passed on.

import { LatchkeyError } from './error.js';
import { parsed } from './json.js';
import { passOn } from './signal.js';

/** How long an answer may take, in milliseconds; the server has given up on Kratos long before. */
const PATIENCE = 30_000;

/**
 * @param {string} baseUrl where Latchkey answers; empty: this page's own origin
 * @returns {(method: string, path: string, body?: object) => Promise<any>}
 */
export function connect(baseUrl) {
  const base = baseUrl.replace(/\/+$/, '');
  return async (method, path, body) => {
    let response, text;
    try {
      response = await fetch(base + path, {
        method,
        credentials: 'include', // the Kratos session cookie, also when Latchkey is on another host of the site
        cache: 'no-store',
        headers: { accept: 'application/json', ...(body && { 'content-type': 'application/json' }) },
        body: body && JSON.stringify(body),
        signal: AbortSignal.timeout?.(PATIENCE),
      });
      text = await response.text();
    } catch (cause) {
      throw new LatchkeyError('network', { cause });
    }
    if (response.status === 204) return {};
    const answer = parsed(text);
    await passOn(answer?.signal);
    const requestId = response.headers.get('x-request-id') ?? '';
    if (!response.ok || !answer) throw refusal(response.status, requestId, answer);
    const { signal: _, ...rest } = answer;
    return path.endsWith('/begin') ? { ...rest, requestId } : rest;
  };
}

/** @param {number} status @param {string} requestId @param {import('./types.js').Problem | null} problem */
export function refusal(status, requestId, problem) {
  if (problem?.code) return new LatchkeyError(problem.code, { status, problem, requestId });
  // No problem document: a proxy answered in the service's place.
  return new LatchkeyError(status >= 502 && status <= 504 ? 'network' : 'unknown', { status, requestId });
}

/**
 * The first begin gives the browser a cookie, to which the ceremony is bound. Two at once, of a button and an autofill or
 * of two tabs, would each bring one, and the ceremony whose cookie is overwritten could not be finished.
 * @template T @param {() => Promise<T>} begin @returns {Promise<T>}
 */
export async function inTurn(begin) {
  /** @type {Promise<T> | undefined} */
  let begun;
  try {
    return await navigator.locks.request('latchkey-begin', () => (begun = begin()));
  } catch {
    return begun ?? begin(); // no locks here, as where storage is blocked; or what begin() itself has thrown
  }
}
