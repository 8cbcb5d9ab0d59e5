// Checks where the elements say that passkeys do not work. Latchkey's answer comes from a server, and fetch is Node's.
import { equal } from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { obstacle, samePage } from './elements/misplaced.js';

let answer, base;
const server = createServer((_, response) => response.end(answer));
before(() => new Promise((ready) => server.listen(0, '127.0.0.1', ready)).then(() => { base = `http://127.0.0.1:${server.address().port}`; }));
after(() => server.close());

/** What is said on a page of an able browser, but for what is given. */
function on({ secure = true, able = true, page = 'https://shop.example/', said = '{}' }) {
  Object.assign(globalThis, { isSecureContext: secure, PublicKeyCredential: able ? class {} : undefined, location: new URL(page) });
  answer = said;
  return obstacle(base);
}

test('each obstacle has its code', async () => {
  equal(await on({ secure: false, able: false }), 'insecure_context');
  equal(await on({ able: false }), 'not_supported');
  equal(await on({ said: '{"service":"latchkey","passkeys":false}' }), 'wrong_domain');
});

test('a page that works is not warned of', async () => {
  equal(await on({ said: '{"service":"latchkey","passkeys":true}' }), '');
  equal(await on({ said: '{"passkeys":false}' }), ''); // something else answers
  equal(await on({ said: '<html>' }), '');
  equal(await on({ page: 'capacitor://localhost/', said: '{"service":"latchkey","passkeys":false}' }), '');
});

test('the link leads to the same page, without its tokens', () => {
  const home = 'https://id.example/auth';
  equal(samePage('http://10.0.0.7/auth/login?interaction=sealed&gate=sealed&lang=de&return_to=%2Fcart#x', home),
    'https://id.example/auth/login?lang=de&return_to=%2Fcart');
  equal(samePage('http://10.0.0.7//evil.example/login', home), 'https://id.example/evil.example/login');
  equal(samePage('https://id.example/auth/login', home), '');
  equal(samePage('https://shop.example/', ''), '');
  equal(samePage('https://shop.example/', 'javascript:alert(1)'), '');
});
