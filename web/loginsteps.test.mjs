// Checks the order in which <latchkey-login> tries ways to sign in. Run by node_test.go.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hintOf } from './elements/lasthint.js';
import { hasLocal } from './elements/localpasskey.js';
import { wayAfter, wishOf } from './elements/loginsteps.js';
import { BROWSER_CODES, SERVER_CODES } from './sdk/error.js';

test('no way is a dead end, and the last one needs no passkey', () => {
  const seen = [];
  for (let way = 'immediate'; !seen.includes(way); way = wayAfter(way, 'cancelled')) seen.push(way);
  assert.deepEqual(seen, ['immediate', 'prompt', 'another_device', 'recovery']);
  assert.equal(wayAfter('autofill', 'passkey_rejected'), 'prompt');
});

test('passkeys of a further domain come before another device', () => {
  assert.equal(wayAfter('prompt', 'cancelled', true), 'other_domain');
  assert.equal(wayAfter('other_domain', 'timed_out'), 'another_device');
  assert.deepEqual(wishOf('other_domain', { identifier: 'ada@example.com', lastHint: 'hybrid' }), { identifier: 'ada@example.com' });
  assert.deepEqual(wishOf('other_domain', { lastHint: 'client-device' }), { identifier: undefined });
});

test('the button asks first for what is at hand', () => {
  assert.equal(wishOf('button', {}).immediate, true);
  assert.deepEqual(wishOf('button', { lastHint: 'client-device' }), { hints: ['client-device'], immediate: true });
});

test('who used a key or a phone here is asked for that', () => {
  assert.deepEqual(wishOf('button', { lastHint: 'security-key' }), { hints: ['security-key'], immediate: false });
});

test('what this browser knows says nothing about an identifier', () => {
  assert.deepEqual(wishOf('button', { identifier: 'ada@example.com', lastHint: 'hybrid' }), { identifier: 'ada@example.com' });
});

test('what says nothing about the passkey leads to no further way', () => {
  const leads = ['cancelled', 'timed_out', 'not_supported', 'no_authenticator', 'user_verification_impossible', 'passkey_rejected'];
  for (const code of [...BROWSER_CODES, ...SERVER_CODES, 'of_a_newer_server']) {
    assert.equal(wayAfter('prompt', code, true), leads.includes(code) ? 'other_domain' : 'prompt', code);
    assert.equal(wayAfter('another_device', code), leads.includes(code) ? 'recovery' : 'another_device', code);
  }
});

test('another device is a phone or a key', () => {
  assert.deepEqual(wishOf('another_device', { lastHint: 'client-device' }).hints, ['hybrid', 'security-key']);
});

test('where a passkey was', () => {
  assert.equal(hintOf('platform', ['internal', 'hybrid']), 'client-device');
  assert.equal(hintOf('cross-platform', ['hybrid', 'internal']), 'hybrid');
  assert.equal(hintOf('cross-platform', ['usb', 'nfc']), 'security-key');
  assert.equal(hintOf(null, ['internal']), undefined);
});

test('a passkey on this device is of use where none is at hand', () => {
  const here = { browser: 'Firefox', system: 'Linux' }, there = { browser: 'Safari', system: 'Mac' };
  const phone = { id: 'phone', transports: ['hybrid', 'internal'], synced: true, last_used_with: here };
  const alone = (other) => hasLocal([phone, other], 'phone');
  assert.equal(hasLocal([phone], 'phone'), false);
  assert.equal(alone({ id: 'key', transports: ['usb', 'nfc'], synced: false, last_used_with: here }), false);
  assert.equal(alone({ id: 'other', transports: ['internal'], synced: true, last_used_with: there }), false);
  assert.equal(alone({ id: 'other', transports: ['internal'], synced: true, last_used_with: null }), false);
  assert.equal(alone({ id: 'other', transports: ['internal'], synced: false, last_used_with: here }), false); // of a computer like this one
  assert.equal(alone({ id: 'other', transports: ['internal'], synced: true, last_used_with: here }), true);

  globalThis.localStorage = { getItem: (key) => key === 'latchkey:used-here' ? '["mine", "phone"]' : null };
  assert.equal(alone({ id: 'mine', transports: ['internal'], synced: false, last_used_with: there }), true);
  assert.equal(hasLocal([phone], 'phone'), false);
  delete globalThis.localStorage;
});
