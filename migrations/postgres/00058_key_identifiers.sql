-- +goose Up
-- The key identifier of a U2F key whose attestation was verified, which stands for its model in place of an AAGUID. It is an ordinary column,
-- since PostgreSQL cannot read a record with \u0000 in any member as JSON. In a string, the quotes of this pattern would be escaped.
-- U2F keys have no AAGUID, so that only records of unknown models are read, by their index, while the table is locked.
ALTER TABLE passkeys ADD COLUMN key_identifier text NOT NULL DEFAULT '';
UPDATE passkeys
SET key_identifier = substring(record::text FROM '"key_identifier":"([0-9a-f]{40})"')
WHERE aaguid = '00000000-0000-0000-0000-000000000000' AND record::text ~ '"key_identifier":"[0-9a-f]{40}"';
CREATE INDEX passkeys_key_identifier ON passkeys (key_identifier, id) WHERE key_identifier <> '';

ALTER TABLE compromised_models ADD COLUMN key_identifier text NOT NULL DEFAULT '' CHECK (char_length(key_identifier) IN (0, 40));
DROP INDEX compromised_models_open;
CREATE UNIQUE INDEX compromised_models_open ON compromised_models (aaguid, key_identifier) WHERE ended_at IS NULL;
