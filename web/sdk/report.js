// report.js: tells Latchkey that a ceremony failed in the browser, which its log cannot show. A report has the kind of
// ceremony and a code of BROWSER_CODES, and nothing about the user or the page: it is sent without cookies.

import { BROWSER_CODES, LatchkeyError } from './error.js';

/** Servers that count no failures, by base URL. @type {Set<string>} */
const silent = new Set();

/** How an autofill ends without any failure: the user signed in otherwise, or left. */
const USUAL_FOR_AUTOFILL = ['cancelled', 'timed_out', 'not_supported'];

/** @typedef {'registration' | 'login' | 'step_up' | 'confirmation'} Kind */

/** Errors of a step-up are also those of the call that needed it. @type {WeakSet<LatchkeyError>} */
const reportedErrors = new WeakSet();

/** @param {string} baseUrl @param {Kind} kind @param {unknown} error @param {boolean} isAutofill */
export function report(baseUrl, kind, error, isAutofill) {
  if (!(error instanceof LatchkeyError) || error.status || error.code === 'network' || !BROWSER_CODES.some((code) => code === error.code)) return;
  if (silent.has(baseUrl) || reportedErrors.has(error) || (isAutofill && USUAL_FOR_AUTOFILL.includes(error.code))) return;
  reportedErrors.add(error);
  send(baseUrl, { kind, code: error.code }).then((status) => {
    if (status === 404) silent.add(baseUrl);
  }, () => {}); // a lost report changes nothing for the user
}

/** @param {string} baseUrl @param {object} body */
async function send(baseUrl, body) {
  const { status } = await fetch(`${baseUrl.replace(/\/+$/, '')}/v1/browser-failures`, {
    method: 'POST',
    credentials: 'omit',
    keepalive: true, // the page may be about to leave
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return status;
}
