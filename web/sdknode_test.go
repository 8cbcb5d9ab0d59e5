package web

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// inNode runs a script that imports from the sources, as `${web}/sdk/json.js`, with `equal` and `throws` of node:assert.
func inNode(t *testing.T, script string) {
	t.Helper()
	web, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "test.mjs")
	text := "import { deepEqual as equal, match, throws } from 'node:assert/strict'; import vm from 'node:vm'; const web = 'file://" + web + "';\n" + script
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if output, err := exec.Command("node", file).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, output)
	}
}

// Stand-ins of password managers and native bridges: no optional member loses a ceremony.
func TestOddCredentials(t *testing.T) {
	t.Parallel()
	inNode(t, `
const { oddCredential } = await import(web + '/sdk/oddcredential.js'), { credentialToJSON } = await import(web + '/sdk/credential.js');
const bytes = (...values) => Uint8Array.from(values).buffer, fails = () => { throw new Error('not here'); };
const create = { clientDataJSON: bytes(251, 255), attestationObject: bytes(2) };
const get = { clientDataJSON: bytes(251, 255), authenticatorData: bytes(3), signature: bytes(4) };
const made = (more = {}, response = {}) => ({ rawId: bytes(1), id: 'AQ', type: 'public-key', response: { ...create, ...response }, ...more });
const used = (more = {}, response = {}) => ({ rawId: bytes(1), id: 'AQ', type: 'public-key', response: { ...get, ...response }, ...more });
const wantMade = { id: 'AQ', rawId: 'AQ', type: 'public-key', clientExtensionResults: {},
  response: { clientDataJSON: '-_8', attestationObject: 'Ag', transports: [] } };
const wantUsed = { id: 'AQ', rawId: 'AQ', type: 'public-key', clientExtensionResults: {},
  response: { clientDataJSON: '-_8', authenticatorData: 'Aw', signature: 'BA' } };
const throwing = (object, ...names) => {
  for (const name of names) Object.defineProperty(object, name, { get: fails, enumerable: true });
  return object;
};
const cyclic = {}; cyclic.self = cyclic;

for (const [what, odd, good] of [
  ['bare', {}, {}],
  ['toJSON throws', { toJSON: fails }, {}],
  ['toJSON gives nothing', { toJSON: () => null }, {}],
  ['toJSON leaves buffers', { toJSON() { return { ...this }; } }, {}],
  ['toJSON gives text', { toJSON: () => 'x' }, {}],
  ['toJSON lacks a member', { toJSON: () => ({ id: 'AQ', response: { clientDataJSON: '-_8' } }) }, {}],
  ['extension results throw', { getClientExtensionResults: fails }, {}],
  ['extension results are none', { getClientExtensionResults: () => 7 }, {}],
  ['extension results do not survive JSON', { getClientExtensionResults: () => throwing({ big: 7n, cyclic, f: fails, bad: { toJSON: fails }, credProps: { rk: true } }, 'prf') },
    { clientExtensionResults: { credProps: { rk: true } } }],
  ['attachment throws', throwing({}, 'authenticatorAttachment', 'type'), {}],
  ['attachment', { authenticatorAttachment: 'platform' }, { authenticatorAttachment: 'platform' }],
  ['rawId throws', throwing({}, 'rawId'), {}],
  ['no rawId', { rawId: undefined }, {}],
  ['no id', { id: undefined }, {}],
]) {
  equal(oddCredential('create', Object.defineProperties(made(), Object.getOwnPropertyDescriptors(odd))), { ...wantMade, ...good }, what);
  equal(oddCredential('get', Object.defineProperties(used(), Object.getOwnPropertyDescriptors(odd))), { ...wantUsed, ...good }, what);
}
for (const [what, odd, transports] of [
  ['getTransports throws', { getTransports: fails }, []],
  ['getTransports gives odd things', { getTransports: () => ['usb', 7, null] }, ['usb']],
  ['getTransports gives a number', { getTransports: () => 7 }, []],
  ['getTransports', { getTransports: () => ['internal', 'hybrid'] }, ['internal', 'hybrid']],
  ['getPublicKey and others throw', throwing({ getPublicKey: fails }, 'publicKey', 'authenticatorData', 'publicKeyAlgorithm'), []],
]) {
  const response = Object.defineProperties({ ...create }, Object.getOwnPropertyDescriptors(odd));
  equal(oddCredential('create', { ...made(), response }).response.transports, transports, what);
}

// Bridges: plain objects with base64, views, arrays of numbers, buffers of another realm.
const realm = vm.runInNewContext('Uint8Array.from([251, 255])');
for (const clientDataJSON of ['-_8', '+/8=', '-_8=', realm, realm.buffer, new Uint8Array([0, 251, 255]).subarray(1), [251, 255]]) {
  equal(oddCredential('get', { id: 'AQ', response: { ...get, clientDataJSON } }), wantUsed);
}
equal(oddCredential('get', { id: 'AQ', response: { clientDataJSON: '-_8', authenticatorData: 'Aw', signature: 'BA', userHandle: 'BQ' } }).response.userHandle, 'BQ');
equal('userHandle' in oddCredential('get', used({}, { userHandle: null })).response, false);

// What the server needs must be there.
for (const name of ['clientDataJSON', 'authenticatorData', 'signature']) {
  throws(() => oddCredential('get', used({}, { [name]: undefined })), TypeError);
  throws(() => oddCredential('get', used({}, { [name]: {} })), TypeError);
}
throws(() => oddCredential('create', null), TypeError);

// What the browser gives is passed on as it is, and anything else is read member by member.
const usual = { ...wantMade, response: { ...wantMade.response, publicKey: 'x' } };
equal(await credentialToJSON('create', { toJSON: () => usual }), usual);
equal(await credentialToJSON('create', made()), wantMade);
equal(await credentialToJSON('create', { ...made(), toJSON: () => ({ ...usual, response: { ...usual.response, transports: [7] } }) }), wantMade);
for (const odd of [{ clientExtensionResults: cyclic }, { type: 7 }, { type: undefined }, { id: 'AQ==' }, { id: undefined }, { response: { ...wantUsed.response, userHandle: {} } }]) {
  equal(await credentialToJSON('get', { ...used(), toJSON: () => ({ ...wantUsed, ...odd }) }), wantUsed);
}
throws(() => oddCredential('create', { id: 7, response: create }), TypeError);
`)
}

// parse…FromJSON that is missing, throws or gives nothing.
func TestOddOptions(t *testing.T) {
	t.Parallel()
	inNode(t, `
const { optionsFromJSON } = await import(web + '/sdk/json.js');
const json = { challenge: '-_8', rp: { id: 'localhost' }, user: { id: 'AQ', name: 'ada' }, excludeCredentials: [{ id: 'Ag', type: 'public-key' }], extensions: { credProps: true } };
const want = { challenge: Uint8Array.of(251, 255), rp: { id: 'localhost' }, user: { id: Uint8Array.of(1), name: 'ada' },
  excludeCredentials: [{ id: Uint8Array.of(2), type: 'public-key' }], extensions: { credProps: true } };
for (const parse of [undefined, () => { throw new Error('x'); }, () => undefined, () => ({}), () => ({ challenge: '-_8' })]) {
  globalThis.PublicKeyCredential = { parseCreationOptionsFromJSON: parse, parseRequestOptionsFromJSON: parse };
  equal(optionsFromJSON('create', json), want);
  equal(optionsFromJSON('get', { challenge: '-_8', allowCredentials: [{ id: 'Ag' }] }), { challenge: Uint8Array.of(251, 255), allowCredentials: [{ id: Uint8Array.of(2) }] });
}
globalThis.PublicKeyCredential = undefined;
equal(optionsFromJSON('create', json), want);
const native = { challenge: new ArrayBuffer(2) };
globalThis.PublicKeyCredential = { parseCreationOptionsFromJSON: () => native };
equal(optionsFromJSON('create', json) === native, true);
globalThis.PublicKeyCredential = undefined;
throws(() => optionsFromJSON('create', {}));

// A manager whose members throw costs neither the capabilities nor an answer with signals.
const fails = () => { throw new Error('not here'); };
globalThis.PublicKeyCredential = new Proxy({}, { get: fails });
Object.defineProperty(globalThis, 'navigator', { configurable: true, value: Object.defineProperty({ userAgent: 'x' }, 'credentials', { get: fails }) });
globalThis.isSecureContext = true;
const { capabilities } = await import(web + '/sdk/capabilities.js'), { passOn } = await import(web + '/sdk/signal.js');
equal((await capabilities()).passkeys, false);
await passOn([{ method: 'signalUnknownCredential', options: {} }]);
await passOn(7);
`)
}

func TestCreateLatchkeyRefuses(t *testing.T) {
	t.Parallel()
	inNode(t, `
const { createLatchkey } = await import(web + '/sdk/latchkey.js');
for (const options of [undefined, {}, { baseUrl: '' }, { baseUrl: undefined }, { baseUrl: '/' }, { baseUrl: '/auth/' }, { baseUrl: 'https://passkeys.example.com' },
  { baseUrl: 'http://localhost:4477/auth/' }, { language: 'pt-BR' }, { language: undefined }]) createLatchkey(options);
for (const [options, named] of [
  [{ baseURL: 'https://passkeys.example.com' }, /"baseURL".*baseUrl/],
  [{ baseUrl: 'passkeys.example.com' }, /"passkeys.example.com" as baseUrl.*scheme/],
  [{ baseUrl: 'localhost:4477' }, /localhost:4477/], [{ baseUrl: '//passkeys.example.com' }, /scheme/],
  [{ baseUrl: 'ftp://passkeys.example.com' }, /scheme/], [{ baseUrl: 'https://passkeys.example.com?x' }, /scheme/],
  [{ baseUrl: 'https://' }, /scheme/], [{ baseUrl: 'https://a@b.example.com' }, /scheme/], [{ baseUrl: 7 }, /7 as baseUrl/], [{ baseUrl: null }, /null as baseUrl/],
  [{ language: 'de, en' }, /"de, en" as language/], [{ language: '' }, /language/], [{ language: null }, /language/],
  ['https://passkeys.example.com', /object/], [null, /object/],
]) throws(() => createLatchkey(options), (error) => { match(error.message, named); return error instanceof TypeError; });
`)
}

func TestSentence(t *testing.T) {
	t.Parallel()
	inNode(t, `
const { sentence } = await import(web + '/elements/sentence.js'), { LatchkeyError } = await import(web + '/sdk/latchkey.js');
const app = { app: 'Harbour' };
const said = async (code, lang, problem) => sentence(new LatchkeyError(code, { problem }), lang, app);
equal(await said('network', 'en'), 'Harbour could not be reached. Check your connection and try again.');
equal(await said('network', 'de-AT'), 'Harbour ist nicht erreichbar. Prüfen Sie Ihre Internetverbindung und versuchen Sie es erneut.');
equal(await said('network', 'tlh'), await said('network', 'en'));
for (const lang of ['en', 'de']) {
  const rejected = await said('passkey_rejected', lang, { reason: 'clone' });
  equal(rejected === await said('passkey_rejected', lang), false, lang);
  equal(await sentence(new TypeError('secret'), lang, app), await said('unknown', lang));
  equal(await sentence(undefined, lang, app), await said('unknown', lang));
  equal((await said('step_up_required', lang, { ways: [{ way: 'sign_out' }] })).startsWith(await said('step_up_required', lang) + ' '), true, lang);
  equal(await said('of_a_newer_server', lang, { detail: 'It is new.', hint: 'Wait.' }), 'It is new. Wait.');
}
`)
}

// Every code has a sentence of its own in both languages.
func TestSentenceForEachCode(t *testing.T) {
	t.Parallel()
	inNode(t, `
const { sentence } = await import(web + '/elements/sentence.js'), { LatchkeyError, BROWSER_CODES, SERVER_CODES } = await import(web + '/sdk/latchkey.js');
const own = [];
for (const lang of ['en', 'de']) for (const code of [...BROWSER_CODES, ...SERVER_CODES]) {
  const said = await sentence(new LatchkeyError(code, { problem: { detail: 'DETAIL', hint: 'HINT' } }), lang, { app: 'Harbour' });
  if (/DETAIL|HINT|\{|undefined/.test(said)) own.push(lang + ' ' + code + ': ' + said);
}
equal(own, []);
`)
}

// The server names new passkeys in the language of the page, whatever the browser's is.
func TestCallsNameTheLanguageOfThePage(t *testing.T) {
	t.Parallel()
	inNode(t, `
const { createServer } = await import('node:http'), { connect } = await import(web + '/sdk/http.js');
let seen;
const server = createServer((request, response) => { seen = request.headers['accept-language']; response.end('{}'); });
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const send = connect('http://127.0.0.1:' + server.address().port), page = {};
globalThis.document = { documentElement: page };
const sent = async (lang) => { page.lang = lang; await send('GET', '/v1/session'); return seen; };
equal([await sent('de'), await sent('pt-BR'), await sent('zh-Hant-TW')], ['de', 'pt-BR', 'zh-Hant-TW']);
for (const odd of ['', 'de,fr', 'x"y', 'ü', 'de-' + 'x'.repeat(200), 'de'.repeat(90)]) equal(await sent(odd), '*', odd); // Node's own
delete globalThis.document;
equal(await sent(), '*');
server.close();
`)
}
