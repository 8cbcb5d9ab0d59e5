// Checks what the elements say in the console. Run by node_test.go.
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { tellDevelopers } from './elements/fordevelopers.js';
import { LatchkeyError } from './sdk/error.js';

test('only what developers or operators can mend', (t) => {
  const said = t.mock.method(console, 'error', () => {}).mock;
  const told = (code, problem) => { tellDevelopers(new LatchkeyError(code, { problem })); const words = said.calls.map((call) => call.arguments); said.resetCalls(); return words; };
  const problem = { detail: 'The origin is not listed.', hint: 'Add it.' }, words = [[problem.detail, problem.hint]];
  for (const code of ['network', 'forbidden_origin', 'wrong_domain', 'blocked']) deepEqual(told(code, problem), words, code);
  deepEqual(told('passkey_rejected', { ...problem, reason: 'origin_mismatch' }), words);
  for (const code of ['cancelled', 'rate_limited', 'passkey_rejected']) deepEqual(told(code, problem), [], code);
});
