// Checks what the console shows when its calls fail, on a stand-in of a document. Run by node_test.go. Of the console only the built
// files find its sentences, which are not in the npm package.
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { place, seen, shows } from './standin.mjs';

let stored = '';
Object.assign(document, { documentElement: { lang: 'en' }, addEventListener() {}, removeEventListener() {} });
Object.assign(globalThis, {
  history: { state: null, replaceState() {} },
  sessionStorage: { getItem: () => stored, removeItem() { stored = ''; }, setItem(_, value) { stored = value; } },
});
await import('./dist/admin/admin.js'); // after the stand-in

const me = { actor: { kind: 'identity', id: 'ada' }, login: 'ada@example.com', role: 'support', scopes: ['read'], reset_approvals: 1, sinks: [] };
const problem = { type: 'about:blank', title: 'x', status: 503, code: 'store_unavailable', request_id: 'request-1' };
const respond = (status, body) => new Response(JSON.stringify(body), {
  status, headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json', 'x-request-id': 'request-1' } });

/** Answers the console's calls by their paths; what is not named fails like a network. */
function answers(t, byPath) {
  t.mock.method(globalThis, 'fetch', async (url) => {
    const answer = byPath[new URL(url).pathname];
    if (!answer) throw new TypeError('Failed to fetch');
    return answer();
  });
}

const panels = (element) => element.shadowRoot.querySelectorAll('.failure');

const start = (words) => place('latchkey-admin', {}, { 'base-url': 'https://id.example', 'recover-url': 'https://passkeys.example/auth/recover' }, words);

test('a console that could not start says so, and starts on a press', async (t) => {
  const paths = {};
  answers(t, paths);
  const element = await start(/Try again/);
  paths['/admin/v1/me'] = () => respond(200, me);
  panels(element)[0].querySelectorAll('button').at(-1).click();
  await shows(element, /Find a person/);
  deepEqual(panels(element).length, 0);
});

test('a view that fails keeps the navigation and its heading, and the failure goes with it', async (t) => {
  const paths = { '/admin/v1/me': () => respond(200, me), '/admin/v1/stats': () => respond(503, problem) };
  answers(t, paths);
  globalThis.location = Object.assign(new URL('https://id.example/admin'), { hash: '#adoption' });
  const element = await start(/Details for support/);
  deepEqual(element.shadowRoot.querySelectorAll('a').map(({ href }) => href).filter((href) => href.includes('diagnose')), // on the public listener
    ['https://passkeys.example/auth/diagnose?lang=en#request=request-1&code=store_unavailable&page=https%3A%2F%2Fid.example']);
  deepEqual(element.shadowRoot.querySelector('.h1').textContent, 'Adoption');
  deepEqual(element.shadowRoot.querySelector('nav').querySelectorAll('a').length, 7);
  globalThis.location.hash = '#people';
  await element.draw();
  deepEqual([panels(element).length, /Find a person/.test(seen(element))], [0, true]);
});
