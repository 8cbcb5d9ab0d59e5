-- +goose Up
-- The credential IDs of an identity's passkeys that were removed here: Kratos may still hold them, and they are not imported again.
-- Unlike a tombstone, a row stays when anybody registers the credential ID.
CREATE TABLE removed_credentials (
    identity_id   uuid  NOT NULL,
    credential_id bytea NOT NULL,
    CONSTRAINT removed_credentials_pkey PRIMARY KEY (identity_id, credential_id)
);

INSERT INTO removed_credentials (identity_id, credential_id)
SELECT identity_id, credential_id
FROM tombstones;

-- What an import vouched for did not rest on the imported passkey. Which passkey that is, only a fingerprint says: the users are
-- asked.
UPDATE factors
SET vouched_at = NULL,
    vouched_by_factors = NULL,
    how = ''
WHERE how = 'import' AND kind IN ('passkey', 'webauthn') AND vouched_by IS NULL;
