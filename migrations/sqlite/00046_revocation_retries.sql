-- +goose Up
-- When a passkey that could not be revoked is tried again; NULL: it was not tried yet. The other passkeys do not wait for it.
ALTER TABLE revocation_passkeys ADD COLUMN next_try_at INTEGER;
DROP INDEX revocation_passkeys_waiting;
CREATE INDEX revocation_passkeys_waiting ON revocation_passkeys (revocation_id, next_try_at, passkey_id) WHERE outcome = 'waiting';
