// Checks that nothing waits for a password manager or native bridge that ignores the abort of its request. Run by node_test.go.
import { equal, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { ask, currentTurn, endRunning, newTurn } from './sdk/ceremony.js';

const begun = { requestId: 'begun', publicKey: { challenge: 'AA', rpId: 'localhost' } };
const answer = { toJSON: () => ({ id: 'AQ', rawId: 'AQ', type: 'public-key', response: { clientDataJSON: 'Ag', authenticatorData: 'Aw', signature: 'BA' } }) };

/** What stands in for the browser. @param {(options: object) => any} get */
function standIn(get) {
  Object.assign(globalThis, { PublicKeyCredential: class {} });
  Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { credentials: { get, create: get } } });
}

const never = () => new Promise(() => {});

test('a press does not wait for an autofill that never ends', async () => {
  standIn(({ mediation }) => mediation ? never() : answer);
  const autofill = rejects(ask('get', { ...begun, mediation: 'conditional' }, currentTurn()), { code: 'cancelled', answered: false });
  equal((await ask('get', begun, newTurn())).id, 'AQ');
  await autofill;
});

test('cancel ends a prompt that never ends', async () => {
  standIn(never);
  const prompt = ask('get', begun, newTurn());
  endRunning();
  await rejects(prompt, { code: 'cancelled', requestId: 'begun', rpId: 'localhost' });
});

test('and a passkey that is never created', async () => {
  standIn(never);
  const upgrade = ask('create', { ...begun, publicKey: { challenge: 'AA', rp: { id: 'localhost' } }, mediation: 'conditional' }, newTurn());
  endRunning();
  await rejects(upgrade, { code: 'cancelled' });
});

test('what a stand-in answers after that is dropped', async () => {
  let late;
  standIn(() => new Promise((_, refuse) => { late = refuse; }));
  const prompt = ask('get', begun, newTurn());
  endRunning();
  await rejects(prompt, { code: 'cancelled' });
  late(new Error('at last')); // Node would end the test for an unhandled rejection
  await new Promise(setImmediate);
});

test('an error says whether the user had answered', async () => {
  const later = (answer) => () => new Promise((done) => setTimeout(done, 200, answer));
  for (const [get, answered] of [[later({}), true], [later(null), false], [() => ({}), false]]) { // the last is no person's
    standIn(get);
    await rejects(ask('get', begun, newTurn()), { code: 'blocked', answered });
  }
});
