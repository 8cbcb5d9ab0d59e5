// Checks in which language the SDK asks for names. Requests arrive at a server, and fetch is Node's.

import { equal } from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { createLatchkey } from './sdk/latchkey.js';

let asked, baseUrl;
const server = createServer((request, response) => {
  asked = request.headers['accept-language'];
  response.end('{}');
});
before(() => new Promise((ready) => server.listen(0, '127.0.0.1', ready)).then(() => { baseUrl = `http://127.0.0.1:${server.address().port}`; }));
after(() => server.close());

/** @param {string | undefined} lang of the page @param {string} [language] */
async function askedIn(lang, language) {
  globalThis.document = lang === undefined ? undefined : { documentElement: { lang } };
  await createLatchkey({ baseUrl, language, reportFailures: false }).list();
  return asked;
}

test('the page gives the language, unless the caller does', async () => {
  equal(await askedIn('de-AT'), 'de-AT');
  equal(await askedIn('de-AT', 'fr'), 'fr');
  equal(await askedIn(undefined, 'pt-BR'), 'pt-BR');
});

test('a page without a language, or with an odd one, leaves it to the browser', async () => {
  const own = await askedIn('');
  equal(await askedIn('de, en;q=0.5'), own);
  equal(await askedIn(undefined), own);
});
