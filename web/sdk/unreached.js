// unreached.js: why a call did not reach Latchkey: nothing answers at its address, something else does, or Latchkey does not list the
// origin of the page. Browsers tell a page none of that. It is loaded when a call fails.

import { LatchkeyError } from './error.js';
import { parsed } from './json.js';

/** How long to wait for an answer, in milliseconds. */
const PATIENCE = 5000;

/**
 * @param {string} base as in http.js @param {LatchkeyError} error without a problem document
 * @returns {Promise<LatchkeyError>} the error, or one that says more
 */
export async function explain(base, error) {
  const { cause, status, requestId } = error;
  const lost = /** @type {any} */ (cause)?.name === 'TypeError'; // not a timeout
  if (navigator.onLine === false || (status ? status >= 500 : !lost)) return error;
  const address = base.startsWith('http') ? base : location.origin + base;
  const latchkey = await ask(base);
  if (latchkey?.allowed) return error; // it was unreachable for a moment
  if (latchkey) return unlisted(address, latchkey.origin, error);
  const other = status || await answers(address);
  return new LatchkeyError('network', { cause, status, requestId, words: other
    ? [`No Latchkey answers at ${address}, but something else.`, 'Developers: set baseUrl to the address of Latchkey.']
    : [`Nothing answers at ${address}.`, 'Check the connection and try again. Developers: check baseUrl, and connect-src of the page’s Content-Security-Policy.'] });
}

/**
 * @param {string} address @param {string} origin "" for what must not be listed: "null", which is that of any sandboxed frame
 * @param {LatchkeyError} error
 */
function unlisted(address, origin, { cause, status }) {
  const [detail, hint] = origin ? [
    `Latchkey at ${address} does not list the origin ${origin} of this page.`,
    `Add it to Latchkey’s configuration: serve.public.allowed_origins: ["${origin}"], or to webauthn.rp[].origins if the page uses passkeys.`,
  ] : [
    `This page has no origin that Latchkey at ${address} could list.`,
    'Serve the page from a web server instead of a file; in a sandboxed frame, allow-same-origin gives it its origin.',
  ];
  return new LatchkeyError('forbidden_origin', { cause, status, problem: { code: 'forbidden_origin', detail, hint, origin: origin || undefined } });
}

/**
 * What Latchkey tells any page about its own origin. Sent without cookies, and without what would need the server's consent.
 * @param {string} base @returns {Promise<{allowed: boolean, passkeys: boolean, origin: string, base_url: string} | null>} null: no Latchkey answers
 */
export async function ask(base) {
  try {
    const response = await fetch(`${base}/v1/origin`, { method: 'POST', credentials: 'omit', cache: 'no-store', signal: AbortSignal.timeout?.(PATIENCE) });
    const said = parsed(await response.text());
    return said?.service === 'latchkey' ? said : null;
  } catch {
    return null;
  }
}

/** Whether anything answers there, although the browser hides what. @param {string} address */
async function answers(address) {
  try {
    await fetch(address, { mode: 'no-cors', credentials: 'omit', cache: 'no-store', signal: AbortSignal.timeout?.(PATIENCE) });
    return true;
  } catch {
    return false;
  }
}
