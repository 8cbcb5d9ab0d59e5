// Checks what failures say to do next, and whether they name whom to contact.
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { SENT } from './elements/contact.js';
import english from './elements/messages.en.js';
import errors from './elements/messages.en.errors.js';
import { lookUp, merged, nextKey } from './elements/messages.js';
import { LatchkeyError } from './sdk/error.js';

const all = merged(english, errors), look = (key) => lookUp(all, key);

test('every failure that sends people to support says how to reach it', () => {
  const sentences = ['errors', 'reasons'].flatMap((part) => Object.keys(all[part]).flatMap((name) => ['next', 'alone'].map((member) => `${part}.${name}.${member}`)));
  deepEqual([...SENT].sort(), sentences.filter((key) => /\bsupport\b/.test(look(key) ?? '')).sort());
});

test('what to do next depends on the reason, and on the ways', () => {
  const next = (code, problem) => nextKey(new LatchkeyError(code, { problem }), look);
  equal(next('not_found', { reason: 'no_passkey_here' }), 'reasons.no_passkey_here.next');
  equal(next('not_found', { reason: 'of_a_newer_server' }), 'errors.not_found.next');
  equal(next('enrolment_required', { reason: 'second_factor' }), 'reasons.second_factor.next');
  equal(next('conflict', { reason: 'being_reset' }), 'reasons.being_reset.next');
  equal(next('step_up_required', { ways: [{ way: 'kratos', url: 'https://id.example/' }, { way: 'support' }] }), 'errors.step_up_required.next');
  equal(next('step_up_required', { ways: [{ way: 'recovery_code' }, { way: 'support' }] }), 'errors.step_up_required.alone');
  equal(next('step_up_required', { ways: [{ way: 'sign_out' }] }), 'errors.step_up_required.next');
});
