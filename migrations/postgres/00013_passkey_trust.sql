-- +goose Up
-- WebAuthn L3 §4, uvInitialized: until then the UV flag of a passkey is not relied upon. Rows that an older binary
-- still writes start without it.
ALTER TABLE passkeys ADD COLUMN uv_initialized boolean NOT NULL DEFAULT false;
-- When another admin has confirmed the passkey of a person with a role.
ALTER TABLE passkeys ADD COLUMN confirmed_at timestamptz;

UPDATE passkeys
SET uv_initialized = true
WHERE record -> 'flags' ->> 'userVerified' = 'true' OR backup_eligible;
