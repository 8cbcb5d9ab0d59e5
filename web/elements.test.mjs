// Checks what the elements show for the answers of a server, on a stand-in of a document. Run by node_test.go.
import { deepEqual, doesNotMatch, equal } from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { place, seen, shows } from './standin.mjs';
import { LatchkeyError } from './sdk/error.js';
const { LatchkeyElement, define } = await import('./elements/element.js'); // after the stand-in
const { breakable } = await import('./elements/dom.js');
const { disown } = await import('./elements/factoranswer.js');
for (const name of ['step-up', 'not-me', 'passkeys', 'setup', 'recovery-codes', 'recover']) await import(`./elements/${name}.js`);

const passkey = { id: 'here', name: 'Vault', rp_id: 'id.example', transports: [], synced: true, provider: null, created_at: '2026-05-03T10:00:00Z', last_used_at: null, recovery_codes: 0 };
const standing = { identity: { id: 'ada', login: 'ada@example.com' }, session: { id: 's' }, assurance: {}, fresh_until: null, next: 'none', factors: [{ id: 'here', kind: 'passkey', held_by: 'latchkey' }],
  recovery_codes: null, second_factor: 'none', second_ways: [], ways: [{ way: 'passkey' }] };
const session = (more) => ({ session: async () => ({ ...standing, ...more }), list: async () => ({ passkeys: [passkey, { ...passkey, id: 'old', name: 'Old' }], limit: 20 }) });
const links = (element) => element.shadowRoot.querySelectorAll('a').map((link) => link.href).filter((href) => !href.includes('/diagnose'));
const offersOtherWays = (element) => equal(Boolean(element.shadowRoot.querySelector('.cantuse')), true, seen(element));
async function press(element, id, then) {
  element.byId(id).click();
  await shows(element, then);
}

/** An element that only fails. */
define('latchkey-failing', class extends LatchkeyElement { get sections() { return []; } });

beforeEach(() => { globalThis.PublicKeyCredential = class {}; });

test('a step-up that leaves the session stale is not said to have confirmed anything', async () => {
  const proven = async (assurance, then) => {
    const element = await place('latchkey-step-up', { ...session(), stepUp: async () => ({ assurance, passkey_id: 'here' }) }, {}, /Confirm it’s you/);
    await press(element, 'confirm', then);
    return element;
  };
  const stale = await proven({ level: 'aal1' }, /another way/);
  doesNotMatch(seen(stale), /^Confirmed$/m);
  deepEqual(stale.heard, []);
  offersOtherWays(stale);
  const fresh = await proven({ level: 'aal2', fresh_until: '2026-05-03T10:00:00Z' }, /^Confirmed$/m);
  equal(fresh.heard[0][0], 'latchkey-stepped-up');
});

test('a failure leads to where an enrolment code is entered', async () => {
  const failed = async (problem) => {
    const element = await place('latchkey-failing', {}, { 'recover-url': '/recover' }, /^$/m);
    await element.fail(new LatchkeyError('enrolment_required', { problem }));
    return links(element);
  };
  deepEqual(await failed({ reason: 'enrolment_code_required' }), ['/recover']);
  deepEqual(await failed({ reason: 'second_factor' }), []);
});

test('a failure that sends people to support says how to reach it', async (t) => {
  t.mock.method(console, 'error', () => {});
  const failed = async (code) => {
    const element = await place('latchkey-failing', {}, { 'support-url': '/help', 'support-email': 'help@example.com' }, /^$/m);
    await element.fail(new LatchkeyError(code));
    return links(element);
  };
  deepEqual(await failed('unknown'), ['/help', 'mailto:help@example.com']);
  deepEqual(await failed('network'), []);
});

test('the details of a failure lead to the page that checks the browser, with what failed in the fragment', async () => {
  const failed = async (attributes, problem) => {
    const element = await place('latchkey-failing', {}, attributes, /^$/m);
    await element.fail(new LatchkeyError('conflict', { problem }));
    return element.shadowRoot.querySelectorAll('a').map((link) => link.href).filter((href) => href.includes('diagnose'));
  };
  deepEqual(await failed({}, { request_id: 'ABCDEFGH' }), ['https://id.example/diagnose#request=ABCDEFGH&code=conflict&page=https%3A%2F%2Fid.example']);
  deepEqual(await failed({ 'base-url': 'https://passkeys.example/auth', lang: 'de' }, {}), ['https://passkeys.example/auth/diagnose?lang=de#code=conflict&page=https%3A%2F%2Fid.example']);
});

test('/not-me says on load that passkeys do not work', async () => {
  delete globalThis.PublicKeyCredential;
  await place('latchkey-not-me', session(), {}, /does not support passkeys/);
});

test('whatever asks for a passkey offers other ways', async () => {
  offersOtherWays(await place('latchkey-step-up', session(), {}, /Confirm it’s you/));
  offersOtherWays(await place('latchkey-not-me', session(), {}, /This was not me/));
  offersOtherWays(await place('latchkey-setup', session(), {}, /Add another passkey/));
  await place('latchkey-passkeys', session(), {}, /I can’t use my passkey/);
});

test('the first use of a new passkey offers other ways', async () => {
  let now = { next: 'enrol', factors: [] };
  const register = async () => { now = { next: 'step_up' }; return { ...passkey, id: 'new' }; };
  const setup = await place('latchkey-setup', { session: async () => ({ ...standing, ...now }), register }, {}, /Create a passkey/);
  await press(setup, 'register', /Use it and continue/);
  offersOtherWays(setup);
});

test('the question which passkey was lost offers other ways', async () => {
  const lost = { ...passkey, id: 'lost', created_at: '2025-01-01T10:00:00Z' };
  const list = async () => ({ passkeys: [passkey, lost], limit: 20 });
  offersOtherWays(await place('latchkey-setup', { ...session({ assurance: { enrolled_at: passkey.created_at } }), list }, {}, /Which one did you lose\?/));
});

test('the dialog about a factor that is not the user’s offers other ways, if it asks for a passkey', async () => {
  const element = await place('latchkey-failing', {}, {}, /^$/m);
  const asked = (proof) => {
    disown(element, { needsProof: () => proof }, null, { id: 'app', kind: 'totp', first_seen_at: passkey.created_at });
    const dialog = element.shadowRoot.querySelector('dialog');
    dialog.remove();
    return Boolean(dialog.querySelector('.cantuse'));
  };
  deepEqual([asked(true), asked(false)], [true, false]);
});

test('"any of these" is not said of passkeys that cannot sign in', async () => {
  const said = async (more) => {
    const list = async () => ({ passkeys: [passkey, { ...passkey, id: 'old', name: 'Old', ...more }], limit: 20 });
    return seen(await place('latchkey-passkeys', { ...session({ factors: [{ id: 'here' }, { id: 'old' }] }), list }, {}, /Recent activity/)).includes('sign in to Harbour with any');
  };
  deepEqual([await said({}), await said({ suspended: true }), await said({ id: 'elsewhere' })], [true, false, false]);
});

test('developers are told, unless the page handles the failure or a notice says so already', async (t) => {
  const said = t.mock.method(console, 'error', () => {}).mock;
  const failed = async (prepare) => {
    const element = await place('latchkey-failing', {}, {}, /^$/m), before = said.callCount();
    prepare(element);
    await element.fail(new LatchkeyError('wrong_domain'));
    return said.callCount() - before;
  };
  equal(await failed(() => {}), 1);
  equal(await failed((element) => element.addEventListener('latchkey-failed', (event) => event.preventDefault())), 0);
  equal(await failed((element) => { element.misplaced = Promise.resolve(() => true); }), 0);
});

test('saved codes lead where the page says', async () => {
  const { location } = globalThis, went = [];
  globalThis.location = { href: location.href, origin: location.origin, hostname: location.hostname, assign: (url) => went.push(url) };
  const latchkey = { ...session({ recovery_codes: 0, fresh_until: '2126-05-03T10:00:00Z' }), recoveryCodes: async () => ({ left: 0, created_at: null }), newRecoveryCodes: async () => ({ codes: ['AAAA-BBBB-CCCC'] }) };
  const element = await place('latchkey-recovery-codes', latchkey, { 'return-to': '/home' }, /Create recovery codes/);
  await press(element, 'make', /AAAA-BBBB-CCCC/);
  await press(element, 'kept', /1 code left/);
  deepEqual(element.heard, [['latchkey-recovery-codes', { left: 1 }]]);
  deepEqual(went, ['/home']);
  globalThis.location = location;
});

test('a second passkey is recommended once', async () => {
  const made = async (more) => {
    const latchkey = { session: async () => ({ ...standing, factors: [], second_ways: ['passkey'] }), register: async () => ({ ...passkey, ...more }) };
    const element = await place('latchkey-setup', latchkey, {}, /Create a passkey/);
    await press(element, 'register', /Add a second passkey/);
    return seen(element).match(/second (one|passkey) (elsewhere|on)/g);
  };
  equal((await made({ synced: false, transports: ['internal'] })).length, 1);
  equal((await made({ synced: true })).length, 1);
});

test('what is wrong with a recovery code is said beside its input', async () => {
  const refused = new LatchkeyError('invalid_request', { problem: { field: 'code' } });
  const element = await place('latchkey-recover', { ...session(), redeem: async () => { throw refused; } }, {}, /Recovery code/);
  const input = element.byId('code'), submit = () => element.shadowRoot.querySelector('form').dispatchEvent(new Event('submit', { cancelable: true }));
  const fault = (words) => { input.value = words; submit(); return shows(element.byId('fault'), words ? /This is not a recovery code/ : /Enter one of your recovery codes/); };
  await fault('');
  equal(element.said, '');
  await fault('1234');
  equal(input.getAttribute('aria-invalid'), 'true');
});

test('without WebAuthn, a second way in is offered as codes, and never as a passkey', async () => {
  const asked = async (ways) => {
    const latchkey = { ...session({ second_factor: 'encouraged', second_ways: ways }), capabilities: async () => ({ passkeys: false }) };
    const element = await place('latchkey-setup', latchkey, { 'return-to': '/home' }, /Not now|Back/);
    return ['make', 'register', 'later'].filter((id) => element.byId(id));
  };
  deepEqual(await asked(['recovery_codes', 'passkey']), ['make', 'later']);
  deepEqual(await asked(['passkey']), ['later']);
});

test('an address in a heading breaks after "@" and dots, and a short name does not break', () => {
  const parts = (words) => breakable(words).map((part) => (typeof part === 'string' ? part : '|')).join('');
  equal(parts('Sign in to Next.js as ada.lovelace@example.com.'), 'Sign in to Next.js as ada.|lovelace@|example.|com.');
});
