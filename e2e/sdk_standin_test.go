package e2e_test

import (
	"strings"
	"testing"
)

// standIns are what password managers and native bridges return in place of the browser's credential: each function gets the
// real one. parsers are what they do to the methods that read the options.
const standIns = `
	const fails = () => { throw new TypeError('Illegal invocation'); };
	const throwing = (object, ...names) => {
		for (const name of names) Object.defineProperty(object, name, { get: fails, enumerable: true });
		return object;
	};
	const cyclic = {}; cyclic.self = cyclic;
	const needed = { create: ['clientDataJSON', 'attestationObject'], get: ['clientDataJSON', 'authenticatorData', 'signature', 'userHandle'] };
	const namesIn = (response) => needed[response.attestationObject ? 'create' : 'get'];
	const responseOf = ({ response }, convert = (bytes) => bytes) =>
		Object.fromEntries(namesIn(response).map((name) => [name, convert(response[name])]));
	const bare = (real) => ({ id: real.id, rawId: real.rawId, type: real.type, response: responseOf(real) });
	const numbers = (bytes) => [...new Uint8Array(bytes)];
	const unused = ['transports', 'publicKey', 'publicKeyAlgorithm', 'vendor', ...needed.create, ...needed.get];
	// The browser's JSON, with one value in every member that the server does not use.
	const filled = (json, value) => ({ ...json, vendor: value, authenticatorAttachment: value, clientExtensionResults: value, response: {
		...Object.fromEntries(unused.map((name) => [name, value])), ...responseOf(json) } });
	const outputs = { credProps: { rk: 'yes' }, prf: { enabled: 1, results: [null] }, largeBlob: 7, uvm: [[2, 4, 2]], appid: null, 'vendor:x': { a: [{}] } };

	const standIns = {
		'only what is needed': bare,
		'members that throw': (real) => throwing({ ...bare(real), response: throwing(responseOf(real), 'getTransports', 'getPublicKey',
			'getPublicKeyAlgorithm', 'getAuthenticatorData', 'transports', 'publicKey', 'publicKeyAlgorithm') },
			'toJSON', 'id', 'type', 'authenticatorAttachment', 'getClientExtensionResults'),
		'results that do not survive JSON': (real) => ({ ...bare(real), toJSON() { return { ...this }; }, getClientExtensionResults: () =>
			throwing({ ...outputs, big: 7n, cyclic, fails, bad: { toJSON: fails } }, 'hmacGetSecret') }),
		'bytes as numbers': (real) => ({ rawId: numbers(real.rawId), response: responseOf(real, numbers) }),
		'a toJSON with another ID and handle': (real) => ({ ...bare(real), toJSON() {
			const json = real.toJSON();
			return { ...json, id: json.id + '=', type: 7, response: { ...json.response, userHandle: {} } };
		} }),
		'a toJSON with odd members': (real) => ({ toJSON: () => ({ ...filled(real.toJSON(), null), clientExtensionResults: outputs }) }),
	};
	const parsers = [fails, () => undefined, () => ({}), undefined];
`

// No optional member loses a ceremony, whatever stands in for the browser's credentials.
func testSDKStandIns(t *testing.T, s *stack) {
	const script = standIns + `
		const ended = [];
		const ceremonies = async (what) => { // one by one
			let at = 'registration';
			try {
				const made = await latchkey.register();
				at = 'login';
				const used = await latchkey.login({ session: 'none' });
				at = 'step-up';
				const { assurance } = await latchkey.stepUp();
				ended.push(used.passkey.id === made.id && assurance.fresh_until ? 'done' : what + ': another passkey, or not fresh');
				at = 'removal';
				await latchkey.remove(made.id); // and the device forgets it
			} catch (error) {
				ended.push([what, at, error.code, error.cause ?? error.message].join(': '));
				throw error;
			}
		};
		const real = { create: navigator.credentials.create.bind(navigator.credentials), get: navigator.credentials.get.bind(navigator.credentials) };
		const putInPlace = (standIn) => {
			for (const action of ['create', 'get']) navigator.credentials[action] = async (options) => standIn(await real[action](options));
		};
		try {
			for (const [index, [what, standIn]] of Object.entries(standIns).entries()) {
				PublicKeyCredential.parseCreationOptionsFromJSON = PublicKeyCredential.parseRequestOptionsFromJSON = parsers[index % parsers.length];
				putInPlace(standIn);
				await ceremonies(what);
			}
			// The server uses no more than it needs, too, whatever is sent to it.
			putInPlace((credential) => credential);
			const send = window.fetch;
			window.fetch = (url, init) => {
				if (!String(url).endsWith('/finish')) return send(url, init);
				const body = JSON.parse(init.body);
				return send(url, { ...init, body: JSON.stringify({ ...body, credential: filled(body.credential, [7, null, { a: [] }]) }) });
			};
			await ceremonies('odd members sent');
		} catch {}
		return ended`
	tb, latchkey := s.sdkTab(t)
	if ended := value[[]string](tb, s.run(tb, script)); strings.Join(ended, " ") != "done"+strings.Repeat(" done", 6) {
		t.Errorf("the ceremonies ended %q, want seven that are done", ended)
	}
	if left := latchkey.passkeys(t); len(left) != 0 {
		t.Errorf("left is %+v", left)
	}
}
