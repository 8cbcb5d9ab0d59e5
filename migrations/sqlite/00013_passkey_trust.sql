-- +goose Up
-- WebAuthn L3 §4, uvInitialized: until then the UV flag of a passkey is not relied upon. Rows that an older binary
-- still writes start without it.
ALTER TABLE passkeys ADD COLUMN uv_initialized INTEGER NOT NULL DEFAULT 0 CHECK (uv_initialized IN (0, 1));
-- When another admin has confirmed the passkey of a person with a role.
ALTER TABLE passkeys ADD COLUMN confirmed_at INTEGER;

UPDATE passkeys
SET uv_initialized = 1
WHERE json_extract(record, '$.flags.userVerified') = 1 OR backup_eligible = 1;
