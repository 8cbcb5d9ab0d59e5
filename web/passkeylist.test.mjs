// Checks what the list of passkeys says: when, where, and how many. Run by passkeylist_test.go.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meansKey, whereKey } from './elements/kind.js';
import { recentDay } from './elements/moment.js';
import { inOrder, nearLimit, signingIn } from './elements/passkeyitem.js';
import { consequences } from './elements/removal.js';

test('the number is shown from three quarters of the limit on', () => {
  assert.deepEqual([1, 14, 15, 19, 20].map((count) => nearLimit(count, 20)), [false, false, true, true, true]);
  assert.deepEqual([2, 3].map((count) => nearLimit(count, 4)), [false, true]);
});

test('today and yesterday have names, and other days have none', () => {
  const at = (...time) => new Date(2026, ...time).toISOString();
  const says = (then, now, language = 'en-GB') => recentDay(then, language, new Date(now));
  assert.equal(says(at(4, 3, 21, 45), at(4, 3, 22)), 'today 21:45');
  assert.equal(says(at(4, 3, 0, 0), at(4, 3, 23, 59)), 'today 00:00');
  assert.equal(says(at(4, 2, 23, 59), at(4, 3, 0, 0)), 'yesterday 23:59'); // a minute ago
  assert.equal(says(at(4, 2, 21, 45), at(4, 3, 22), 'de'), 'gestern 21:45');
  assert.equal(says(at(4, 1, 23, 59), at(4, 3, 0, 0)), '');
  assert.equal(says(at(4, 4, 0, 1), at(4, 3, 23, 59)), ''); // a clock that is behind
  assert.equal(says(at(2, 29, 12), at(2, 30, 12)), 'yesterday 12:00'); // 23 hours in Europe: TZ in passkeylist_test.go
});

test('where a passkey works', () => {
  const where = (synced, transports, kind) => whereKey({ synced, transports, provider: kind && { name: 'A', kind } });
  assert.equal(where(true, ['usb']), 'common.synced');
  assert.equal(where(false, ['usb', 'nfc']), 'common.security_key');
  assert.equal(where(false, ['usb'], 'security_key'), 'common.security_key');
  assert.equal(where(false, ['internal']), 'common.device_only');
  assert.equal(where(false, ['hybrid', 'internal']), 'common.device_only');
  assert.equal(where(false, []), 'common.device_only');
});

test('what stays on a phone is not said to stay on this device', () => {
  const means = (attachment, synced, ...transports) => meansKey({ attachment }, whereKey({ synced, transports, provider: null }));
  assert.equal(means('cross-platform', false, 'hybrid', 'internal'), 'common.other_device_means');
  assert.equal(means('platform', false, 'hybrid', 'internal'), 'common.device_only_means'); // the same phone, used itself
  assert.equal(means(null, false, 'internal'), 'common.device_only_means');
  assert.equal(means('cross-platform', false, 'usb', 'nfc'), 'common.security_key_means');
  assert.equal(means('cross-platform', true, 'hybrid', 'internal'), 'common.synced_means');
});

test('this browser’s passkeys are first, then those used last', () => {
  globalThis.localStorage = { getItem: () => '["here"]' };
  const list = [
    { id: 'new', created_at: '2026-05-03T10:00:00Z', last_used_at: null }, { id: 'here', created_at: '2025-01-01T10:00:00Z', last_used_at: null },
    { id: 'used', created_at: '2025-01-01T10:00:00Z', last_used_at: '2026-05-04T10:00:00Z' },
  ];
  assert.deepEqual(inOrder(list).map(({ id }) => id), ['here', 'used', 'new']);
  delete globalThis.localStorage;
});

test('only passkeys that can sign in count as such', () => {
  const list = [{ id: 'real' }, { id: 'key', step_up_only: true }, { id: 'barred', suspended: true }, { id: 'old' }];
  const ids = (standing) => signingIn(list, standing).map(({ id }) => id);
  assert.deepEqual(ids({ factors: [{ id: 'real' }, { id: 'key' }, { id: 'app' }] }), ['real']); // "old" has the RP ID of a domain that is gone
  assert.deepEqual(ids(undefined), ['real', 'old']);
});

test('a removal says how the user signs in after it', () => {
  const real = { id: 'real' }, key = { id: 'key', step_up_only: true }, barred = { id: 'barred', suspended: true };
  const says = (passkey, ...passkeys) => consequences({ text: (key, { count } = {}) => count ? `${key} ${count}` : key }, passkey, signingIn(passkeys), 0)
    .filter(Boolean).map((words) => words.replace('passkeys.confirm_', '')).filter((words) => words !== 'copy');
  assert.deepEqual(says(real, real, key, barred), ['device', 'last']);
  assert.deepEqual(says(real, real, { id: 'other', synced: true }, key), ['device', 'others 1']);
  assert.deepEqual(says(key, real, key), ['second']);
  assert.deepEqual(says(key, key), ['second']);
  assert.deepEqual(says(barred, real, barred), ['device', 'others 1']);
});
