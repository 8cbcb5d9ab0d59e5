// The middleware for servers: what e2e does not do with Express and a real Latchkey.
import { equal, rejects, throws } from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { createLatchkey } from './server/express.js';

const options = { url: 'http://127.0.0.1:1', app: 'https://app.example.com' };

test('a demand that is misspelled is an error when the application starts', () => {
  const latchkey = createLatchkey(options);
  for (const demand of [{ max_age: 300 }, { level: 'aal3' }, { level: '' }, { level: null }, { maxAge: 0 }, { maxAge: 1.5 }, { maxAge: '300' }, { maxAge: 2 ** 31 }, { maxAge: NaN }]) {
    throws(() => latchkey.require(demand), TypeError, JSON.stringify(demand));
  }
  for (const demand of [undefined, {}, { level: 'aal1' }, { level: 'aal2', maxAge: 2 ** 31 - 1 }]) latchkey.require(demand);
  for (const wrong of [{ ...options, cookies: 'x' }, { ...options, url: '' }, { ...options, app: 'app.example.com' }, { url: options.url }]) {
    throws(() => createLatchkey(wrong), TypeError, JSON.stringify(wrong));
  }
});

test("a plain server of Node.js has it, too, and lets nothing through without Latchkey", async () => {
  const require = createLatchkey(options).require();
  const server = createServer((req, res) => require(req, res, () => res.end('through')));
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    const answer = await fetch(`http://127.0.0.1:${server.address().port}/`, { headers: { 'x-session-token': 'x' } });
    equal(answer.status, 503);
    equal(answer.headers.get('retry-after'), '5');
    equal(answer.headers.get('cache-control'), 'no-store');
    equal(await answer.text(), 'Latchkey is not responding. Try again in a moment.\n');
  } finally {
    server.close();
  }
});

test('a handler that throws runs once', async () => {
  const answer = { subject: 'a', extra: { identity_id: 'a', session_id: 'b', level: 'aal1' } };
  const authz = createServer((req, res) => res.end(JSON.stringify(answer)));
  await new Promise((listening) => authz.listen(0, '127.0.0.1', listening));
  try {
    const require = createLatchkey({ ...options, url: `http://127.0.0.1:${authz.address().port}` }).require();
    let runs = 0;
    const handler = () => { runs++; throw new Error('of the handler'); };
    await rejects(require({ method: 'POST', url: '/transfer', headers: { 'x-session-token': 'x' } }, {}, handler), /of the handler/);
    equal(runs, 1);
  } finally {
    authz.close();
  }
});

test('proofs that cannot be verified for want of settings are an error when the application starts', () => {
  const proofs = { issuer: 'https://passkeys.example.com', audience: 'https://app.example.com', useNonce: () => true };
  createLatchkey({ ...options, proofs });
  for (const wrong of [{ ...proofs, issuer: 'passkeys' }, { ...proofs, audience: '' }, { ...proofs, useNonce: undefined }, { ...proofs, nonce: 'x' }]) {
    throws(() => createLatchkey({ ...options, proofs: wrong }), TypeError, JSON.stringify(wrong));
  }
});
