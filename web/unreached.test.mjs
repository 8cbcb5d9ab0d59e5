// Checks what the SDK says of a page that Latchkey does not list. Its answers come from a server, and fetch is Node's.
import { deepEqual, equal, match, doesNotMatch } from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { LatchkeyError } from './sdk/error.js';
import { explain } from './sdk/unreached.js';

let answer, base;
const server = createServer((_, response) => response.end(JSON.stringify(answer)));
before(() => new Promise((ready) => server.listen(0, '127.0.0.1', ready)).then(() => { base = `http://127.0.0.1:${server.address().port}`; }));
after(() => server.close());

/** @param {object} said by Latchkey to a page, whose own idea of its origin may be another: that of a sandboxed frame is its URL's */
async function explained(said) {
  Object.assign(globalThis, { location: new URL('https://shop.example/') });
  globalThis.navigator ??= {};
  answer = { service: 'latchkey', allowed: false, passkeys: false, ...said };
  return explain(base, new LatchkeyError('network', { cause: new TypeError('Failed to fetch') }));
}

test('names the origin to add, as Latchkey saw it', async () => {
  const error = await explained({ origin: 'https://other.example' });
  deepEqual([error.code, error.problem.origin], ['forbidden_origin', 'https://other.example']);
  match(error.hint, /allowed_origins: \["https:\/\/other\.example"\]/);
});

test('never advises to list what every sandboxed frame sends', async () => {
  const error = await explained({ origin: '' });
  deepEqual([error.code, error.problem.origin], ['forbidden_origin', undefined]);
  doesNotMatch(error.message + error.hint, /null|allowed_origins|shop\.example/);
  match(error.hint, /allow-same-origin/);
});

test('a listed page was only unlucky', async () => {
  equal((await explained({ allowed: true, origin: 'https://shop.example' })).code, 'network');
});
