// diagnosistext.js: reads the text that a person sent from /diagnose, or the details of a failure, or the code that they read out. It comes
// from anyone, by way of mail programs that quote, wrap and change it: what does not look like a value of its name is left out.

import { STATES, statesOf } from '../elements/diagnosisstates.js';

/** More than any such text has, with the mail around it. */
const LONGEST = 20_000;

/** What a value looks like; none contains what would make an address of another site, or markup. @type {Record<string, string>} */
const SHAPES = {
  request_id: '[A-Za-z0-9_-]{8,64}',
  check_request_id: '[A-Za-z0-9_-]{8,64}',
  code: '[a-z][a-z0-9_]{0,39}',
  reason: '[a-z][a-z0-9_]{0,39}',
  page: '[a-z][a-z0-9+.-]{0,30}://[A-Za-z0-9.:[\\]-]{1,100}',
  time: '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[.\\d]{0,10}Z',
  origin: '[a-z][a-z0-9+.-]{0,30}://[A-Za-z0-9.:[\\]-]{1,100}',
  identity: '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}',
  browser: '[^\\n]{1,300}',
  system: '[^\\n]{1,60}',
  language: '[A-Za-z-]{2,20}',
};

/** @typedef {{facts: Record<string, string>, results: import('../elements/checks.js').Result[]}} Reading */

/** @param {string} pasted @returns {Reading | undefined} undefined if there is nothing to read in it */
export function readDiagnosis(pasted) {
  const text = pasted.slice(0, LONGEST).normalize('NFKC').replace(/\r\n?/g, '\n').replace(/[^\P{C}\n]/gu, '');
  /** @param {string} name @param {string} shape */
  const valueOf = (name, shape) => new RegExp(`(?:^|[\\s>*•"'])${name}[*"']?[ \\t]*:[ \\t]*(${shape})(?![A-Za-z0-9_-])`, 'i').exec(text)?.[1] ?? '';
  const facts = Object.fromEntries(Object.entries(SHAPES).map(([name, shape]) => [name, valueOf(name, shape).trim()]).filter(([, value]) => value));
  const read = Object.entries(STATES).flatMap(([name, states]) => {
    const state = valueOf(name === 'origin' ? 'origin_state' : name, states.join('|')).toLowerCase();
    if (!state) return [];
    const seconds = Number(new RegExp(`${name}[ \\t]*:[ \\t]*${state}[ \\t]*\\(([+-]\\d{1,12}(?:\\.\\d{1,3})?) s\\)`, 'i').exec(text)?.[1] ?? NaN);
    return [{ name, state, ...Number.isFinite(seconds) && { seconds } }];
  });
  const results = read.length > 0 ? read : statesOf(text);
  return Object.keys(facts).length + results.length > 0 ? { facts, results } : undefined;
}
