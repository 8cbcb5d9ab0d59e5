// diagnosistext.js: the text of <latchkey-diagnose> for support: "name: value" in each line. It has no secret: no cookie, no token, and
// of addresses only the origins.

import { tried } from '../sdk/json.js';
import { codeOf } from './diagnosisstates.js';

/** What a failure says in the fragment of the address, and what it may look like: anyone can write a link. @type {Record<string, RegExp>} */
const SAID = { request: /^[\w-]{1,64}$/, code: /^[a-z0-9_]{1,40}$/, page: /^[a-z][a-z0-9+.-]*:\/\/[\w.:[\]-]{1,100}$/ };

/** @param {string} hash "#request=…&code=…&page=…" @returns {Record<string, string>} */
export function saidBy(hash) {
  const given = new URLSearchParams(hash.slice(1, 1000));
  return Object.fromEntries(Object.entries(SAID).map(([name, shape]) => [name, given.get(name) ?? '', shape])
    .filter(([, value, shape]) => /** @type {RegExp} */ (shape).test(String(value))));
}

/**
 * @param {import('./checks.js').Findings} findings @param {Record<string, string>} said by the failure
 * @returns {string}
 */
export function textOf({ results, identity, requestId, time }, said) {
  const lines = {
    request_id: said.request,
    check_request_id: requestId,
    code: said.code,
    page: said.page,
    time: time || new Date().toISOString(),
    origin: location.origin,
    identity,
    ...Object.fromEntries(results.map(({ name, state, seconds }) => [name === 'origin' ? 'origin_state' : name, seconds === undefined ? state : `${state} (${signed(seconds)} s)`])),
    browser: tried(() => navigator.userAgent),
    system: tried(() => /** @type {any} */ (navigator).userAgentData?.platform) || tried(() => navigator.platform),
    language: tried(() => navigator.language),
    support_code: codeOf(results),
  };
  return Object.entries(lines).filter(([, value]) => value).map(([name, value]) => `${name}: ${oneLine(value)}`).join('\n');
}

/** @param {number} seconds */
const signed = (seconds) => `${seconds < 0 ? '' : '+'}${seconds.toFixed(1)}`;

/** @param {unknown} value */
const oneLine = (value) => String(value).replace(/[\p{C}\p{Z}]+/gu, ' ').slice(0, 300);
