-- +goose Up
-- The key identifier of a U2F key whose attestation was verified, which stands for its model in place of an AAGUID.
ALTER TABLE passkeys ADD COLUMN key_identifier TEXT NOT NULL DEFAULT '' CHECK (length(key_identifier) IN (0, 40));
UPDATE passkeys
SET key_identifier = json_extract(record, '$.attested.key_identifier')
WHERE aaguid = zeroblob(16) AND json_extract(record, '$.attested.key_identifier') IS NOT NULL;
CREATE INDEX passkeys_key_identifier ON passkeys (key_identifier, id) WHERE key_identifier <> '';

ALTER TABLE compromised_models ADD COLUMN key_identifier TEXT NOT NULL DEFAULT '' CHECK (length(key_identifier) IN (0, 40));
DROP INDEX compromised_models_open;
CREATE UNIQUE INDEX compromised_models_open ON compromised_models (aaguid, key_identifier) WHERE ended_at IS NULL;
