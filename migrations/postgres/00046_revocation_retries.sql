-- +goose Up
-- When a passkey that could not be revoked is tried again; NULL: it was not tried yet. The other passkeys do not wait for it.
ALTER TABLE revocation_passkeys ADD COLUMN next_try_at timestamptz;
DROP INDEX revocation_passkeys_waiting;
CREATE INDEX revocation_passkeys_waiting ON revocation_passkeys (revocation_id, next_try_at NULLS FIRST, passkey_id) WHERE outcome = 'waiting';
