// The application's API is a real server, and fetch is Node's. A step-up is a function here; e2e has the real one.

import { deepEqual, equal, rejects } from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import { challengesIn } from './sdk/challenge.js';
import { currentTurn, newTurn } from './sdk/ceremony.js';
import { guarded } from './sdk/guard.js';
import { LatchkeyError } from './sdk/latchkey.js';

const WANTED = 'Bearer error="insufficient_user_authentication", acr_values="urn:latchkey:acr:passkey:uv", max_age="300"';

/** What the server saw, whether it is satisfied, and how it refuses. */
let seen, fresh, refusal, address;

const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  seen.push({ method: request.method, body, cookie: request.headers.cookie, by: request.headers['x-by'] });
  if (fresh) return response.end('secret');
  response.writeHead(refusal.status ?? 401, { 'WWW-Authenticate': refusal.header ?? WANTED, 'Content-Type': 'application/json' }).end('{"title":"use a passkey"}');
});

before(() => new Promise((ready) => server.listen(0, '127.0.0.1', ready)).then(() => { address = `http://127.0.0.1:${server.address().port}/`; }));
after(() => server.close());
beforeEach(() => { seen = []; fresh = false; refusal = {}; });

/** Counts step-ups; each takes a while, and satisfies the server. */
function prover(work = async () => { fresh = true; }) {
  const prove = async () => {
    prove.count++;
    await new Promise((later) => setTimeout(later, 20));
    await work();
  };
  prove.count = 0;
  return prove;
}

/** As browsers' own fetch, refuses to be a method of anything else. */
function strictFetch(...request) {
  if (this !== undefined && this !== globalThis) throw new TypeError('Illegal invocation');
  return fetch(...request);
}

const call = (prove, ...request) => guarded(strictFetch, prove, request);

test('steps up and sends the call once more, side effects and headers included', async () => {
  const prove = prover();
  const response = await call(prove, address, { method: 'POST', body: 'amount=7', headers: { 'x-by': 'ada' } });
  equal(await response.text(), 'secret');
  const sent = { method: 'POST', body: 'amount=7', cookie: undefined, by: 'ada' };
  deepEqual([seen, prove.count], [[sent, sent], 1]);
});

test('bodies that can be sent only once', async () => {
  const stream = () => new Blob(['amount=7']).stream();
  for (const [name, request] of Object.entries({
    stream: [address, { method: 'POST', body: stream(), duplex: 'half' }],
    'stream beside a Request': [new Request(address, { method: 'POST', body: 'other' }), { body: stream(), duplex: 'half' }],
    Request: [new Request(address, { method: 'PUT', body: 'amount=7' })],
    'Request of a stream': [new Request(address, { method: 'PUT', body: stream(), duplex: 'half' })],
    'Request without a body': [new Request(address)],
    form: [address, { method: 'POST', body: new URLSearchParams({ amount: 7 }) }],
    blob: [address, { method: 'POST', body: new Blob(['amount=7']) }],
  })) {
    seen = [];
    fresh = false;
    equal(await (await call(prover(), ...request)).text(), 'secret', name);
    deepEqual(seen.map(({ body }) => body), Array(2).fill(name === 'Request without a body' ? '' : 'amount=7'), name);
  }
  const used = new Request(address, { method: 'POST', body: 'x' });
  await used.text();
  await rejects(call(prover(), used), TypeError);
});

test('many calls at once share a step-up, and a late refusal needs none', async () => {
  const prove = prover(async () => {
    while (seen.length < 5) await new Promise((later) => setTimeout(later, 5)); // all were refused
    fresh = true;
  });
  const responses = await Promise.all(Array.from({ length: 5 }, () => call(prove, address)));
  deepEqual([responses.map(({ status }) => status), prove.count, seen.length], [[200, 200, 200, 200, 200], 1, 10]);

  fresh = false;
  let release;
  const late = guarded(async (...request) => {
    const response = await fetch(...request);
    if (!release) await new Promise((go) => { release = go; }); // refused, and on its way
    return response;
  }, prove, [address]);
  equal((await call(prove, address)).status, 200);
  release();
  deepEqual([(await late).status, prove.count], [200, 2]);

  fresh = false;
  equal((await call(prove, address)).status, 200); // and a later one steps up anew
  equal(prove.count, 3);
});

test('a second refusal is returned', async () => {
  const prove = prover(async () => {});
  const response = await call(prove, address);
  deepEqual([response.status, await response.json(), seen.length, prove.count], [401, { title: 'use a passkey' }, 2, 1]);
});

test('the refusal is the response if the user closes the prompt; other failures of the step-up are thrown', async () => {
  for (const code of ['cancelled', 'timed_out']) {
    const response = await call(prover(() => { throw new LatchkeyError(code); }), address, { method: 'POST', body: new Blob(['x']).stream(), duplex: 'half' });
    deepEqual([response.status, await response.json()], [401, { title: 'use a passkey' }]);
  }
  await rejects(call(prover(() => { throw new LatchkeyError('not_found'); }), address), { code: 'not_found' });
  equal(seen.length, 3); // none was repeated
});

test('other responses are untouched', async () => {
  const prove = prover();
  for (const other of [
    { header: 'Basic realm="app"' }, { header: 'Bearer error="invalid_token"' }, { header: '' },
    { header: 'Basic error="insufficient_user_authentication"' }, { header: 'Bearer realm="error=insufficient_user_authentication"' },
    { status: 403 }, { status: 200 },
  ]) {
    refusal = other;
    const response = await call(prove, address);
    deepEqual([response.status, await response.text()], [other.status ?? 401, '{"title":"use a passkey"}']);
  }
  await rejects(call(prove, 'http://127.0.0.1:1/'), TypeError);
  equal(prove.count, 0);
});

test('a signal ends the wait, and the prompt once nobody waits', async () => {
  let end;
  const prove = prover(() => new Promise((done) => { end = done; }));
  const first = new AbortController(), second = new AbortController(), turn = currentTurn();
  const calls = [call(prove, address, { signal: first.signal }), call(prove, new Request(address, { signal: second.signal }))];
  for (const refused of calls) refused.catch(() => {});
  while (!end) await new Promise((later) => setTimeout(later, 5));
  equal(currentTurn(), turn + 1);
  first.abort(new Error('gone'));
  await rejects(calls[0], { message: 'gone' });
  equal(currentTurn(), turn + 1); // the other call still waits
  second.abort();
  await rejects(calls[1], { name: 'AbortError' });
  equal(currentTurn(), turn + 2); // cancelled
  deepEqual([seen.length, prove.count], [2, 1]);

  const third = new AbortController(), abandoned = call(prove, address, { signal: third.signal });
  abandoned.catch(() => {});
  end = undefined;
  while (!end) await new Promise((later) => setTimeout(later, 5));
  const other = newTurn(); // another prompt has opened since
  third.abort();
  await rejects(abandoned, { name: 'AbortError' });
  deepEqual([currentTurn(), prove.count], [other, 2]);
});

test('challenges of RFC 9110', () => {
  const read = (field) => challengesIn(field).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);
  const wanted = ['bearer', { error: 'insufficient_user_authentication' }];
  for (const [field, want] of [
    ['', []],
    [WANTED, [['bearer', { error: 'insufficient_user_authentication', acr_values: 'urn:latchkey:acr:passkey:uv', max_age: '300' }]]],
    ['BEARER Error=insufficient_user_authentication', [wanted]],
    ['Bearer error = "insufficient_user_authentication"', [wanted]],
    [', ,Bearer  error="insufficient_user_authentication" , ', [wanted]],
    ['Negotiate, Bearer error="insufficient_user_authentication"', [['negotiate', {}], wanted]],
    ['Negotiate YII/+-._~a==, Bearer error="insufficient_user_authentication", Basic realm="a, b"', [['negotiate', {}], wanted, ['basic', { realm: 'a, b' }]]],
    ['Basic realm="Bearer error=\\"insufficient_user_authentication\\", x"', [['basic', { realm: 'Bearer error="insufficient_user_authentication", x' }]]],
    ['Digest realm=a, nonce="b", Bearer error="insufficient_user_authentication"', [['digest', { realm: 'a', nonce: 'b' }], wanted]],
    ['Bearer error="insufficient_user_authentication", error="other"', [wanted]],
    ['error="insufficient_user_authentication"', []],
    ['Basic realm="open, Bearer error=insufficient_user_authentication', [['basic', {}]]],
    ['Bearer error="insufficient_user_authentication"x', [['bearer', {}]]],
    ['Bearer error="insufficient_user_authentication", (', [wanted]],
  ]) deepEqual(read(field), want, field);
  const started = performance.now();
  for (const hostile of ['"', 'a=', 'a ', ',', '\\"', 'a="', 'a/', '=']) challengesIn(`Bearer ${hostile.repeat(20_000)}`);
  equal(performance.now() - started < 1000, true);
});
