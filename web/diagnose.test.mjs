// Checks the text of /diagnose, and what the console reads in it and in anything else that people paste.
import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { readDiagnosis } from './admin/diagnosistext.js';
import { codeOf, STATES, statesOf, weightOf } from './elements/diagnosisstates.js';
import { saidBy, textOf } from './elements/diagnosistext.js';
import { runChecks, soon } from './elements/checks.js';
import english from './elements/messages.en.diagnose.js';
import staff from './elements/messages.en.admin-diagnosis.js';

globalThis.location = new URL('https://id.example/diagnose');
const results = Object.entries(STATES).map(([name, states], index) => ({ name, state: states[index % states.length], ...name === 'clock' && { seconds: -64.04 } }));
const findings = { results, identity: '0192aaaa-0000-7000-8000-00000000000f', requestId: 'CHECK234567', time: '2026-05-03T10:00:00.123Z', home: '' };
const said = { request: 'ABCDEFGH234567', code: 'cancelled', page: 'https://app.example' };

test('the console reads what the page writes, however a mail program changes it', () => {
  const text = textOf(findings, said);
  const written = readDiagnosis(text);
  deepEqual(written.results.map(({ name, state }) => [name, state]), results.map(({ name, state }) => [name, state]));
  equal(written.results.find(({ name }) => name === 'clock').seconds, -64);
  const { browser, system, language, ...facts } = written.facts;
  deepEqual(facts, { request_id: said.request, check_request_id: 'CHECK234567', code: 'cancelled', page: said.page, time: findings.time, origin: 'https://id.example', identity: findings.identity });
  const changes = [(t) => t.replaceAll('\n', '\r\n'), (t) => t.replace(/^/gm, '> '), (t) => `Hello,\n\n${t}\n\nRegards, Ada`, (t) => t.replace(/^/gm, '* '), (t) => t.replaceAll(': ', '：'),
    (t) => t.replaceAll('\n', ' ').replace(/browser: .*?(?= system| language| support_code)/, ''), (t) => t.replace(/^([a-z_]+):/gm, '  $1 :')];
  for (const change of changes) {
    const read = readDiagnosis(change(text));
    deepEqual([read.results, read.facts.request_id, read.facts.identity], [written.results, said.request, findings.identity], String(change));
  }
});

test('a code that is read out stands for the same results', () => {
  const code = codeOf(results), plain = results.map(({ name, state }) => ({ name, state }));
  for (const heard of [code, `The code is ${code.toLowerCase()}.`, code.replaceAll('-', ' '), code.replaceAll('-', '')]) deepEqual(statesOf(heard), plain, heard);
  for (const wrong of ['', 'D1', code.slice(0, -1), `${code}A`, `D2${code.slice(2)}`, code.replace(/.$/, 'Z')]) deepEqual(statesOf(wrong), [], wrong);
  deepEqual(readDiagnosis(`support_code: ${code}`).results, plain);
});

test('what is no diagnosis, or pretends to be one, is not read', () => {
  for (const text of ['', 'Help! I cannot sign in.', 'D1', 'x'.repeat(1e6), ': '.repeat(1e5), 'clock: '.repeat(1e5), 'D1-AAAA'.repeat(1e5)]) equal(readDiagnosis(text), undefined, text.slice(0, 20));
  const { facts } = readDiagnosis(`request_id: <img src=x onerror=alert(1)>\ncode: __proto__\nidentity: ../../keys\npage: javascript:alert(1)\norigin: https://evil.example/?token=1\nclock: constructor\nbrowser: <b>\u202eX</b>`);
  deepEqual(facts, { origin: 'https://evil.example', browser: '<b>X</b>' });
});

test('a link to the page passes on an ID, a code and an origin, and nothing else', () => {
  deepEqual(saidBy('#request=ABC-1&code=blocked&page=https%3A%2F%2Fapp.example%3A8443&token=secret'), { request: 'ABC-1', code: 'blocked', page: 'https://app.example:8443' });
  deepEqual(saidBy('#request=a%20b&code=<b>&page=https://app.example/secret'), {});
  deepEqual(saidBy(`#request=${'a'.repeat(65)}`), {});
  deepEqual(saidBy(''), {});
});

test('every result has its sentences, and what is wrong has a next step', () => {
  for (const [name, states] of Object.entries(STATES)) {
    for (const state of states.filter((state) => state !== 'unknown')) {
      match(english.diagnose[name][state] ?? '', /\.$/, `${name}.${state}`);
      if (state !== 'ok') match(staff['admin-diagnosis'][name][state] ?? '', /\.$/, `${name}.${state}`);
    }
    deepEqual(Object.keys(english.diagnose[name]), states.filter((state) => state !== 'unknown'));
    equal(weightOf({ name, state: 'ok' }), 'good');
  }
});

test('members that throw, or are never answered, end no check', async (t) => {
  equal(await soon(() => new Promise(() => {}), 5), undefined);
  equal(await soon(() => { throw new Error('no'); }), undefined);
  t.mock.method(globalThis, 'fetch', () => { throw new Error('no'); });
  globalThis.isSecureContext = true;
  globalThis.PublicKeyCredential = class {};
  const { results } = await runChecks('');
  deepEqual(results.map(({ name }) => name), Object.keys(STATES));
  for (const { name, state } of results) equal(STATES[name].includes(state), true, `${name}.${state}`);
  doesNotMatch(textOf({ results, identity: '', requestId: '', time: '', home: '' }, {}), /undefined|null|NaN/);
});

test('the clock is compared with that of Kratos, and the way there and back is not held against it', async (t) => {
  const clock = async (behind, ahead, took) => {
    let now = Date.parse('2026-05-03T10:00:00Z') - behind * 1000;
    t.mock.method(Date, 'now', () => now);
    t.mock.method(globalThis, 'fetch', async (url) => {
      if (!String(url).endsWith('/v1/origin')) throw new TypeError('not here');
      now += took * 1000;
      return new Response(JSON.stringify({ service: 'latchkey', allowed: true, passkeys: true, time: '2026-05-03T10:00:00Z', kratos_clock_offset_seconds: ahead, seen: {} }));
    });
    const { results } = await runChecks('');
    t.mock.restoreAll();
    return results.filter(({ name }) => name.includes('clock')).map(({ state, seconds }) => `${state} ${seconds}`);
  };
  deepEqual(await clock(64, 0, 0), ['behind -64', 'ok 0']);
  deepEqual(await clock(-64, 0, 0), ['ahead 64', 'ok 0']);
  deepEqual(await clock(20, 0, 0), ['ok -20', 'ok 0']);
  deepEqual(await clock(20, 40, 0), ['behind -60', 'apart 40']);
  deepEqual(await clock(33, 0, 8), ['ok -29', 'ok 0']);
  deepEqual(await clock(64, null, 0), ['behind -64', 'unknown undefined']);
});
