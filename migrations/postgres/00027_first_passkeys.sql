-- +goose Up
-- When an identity set up its first passkey, and the addresses that it had and had not verified then. Of passkeys that are
-- older than this table, no address is unverified: they stay their owner's.
CREATE TABLE first_passkeys (
    identity_id       uuid        NOT NULL CONSTRAINT first_passkeys_pkey PRIMARY KEY,
    at                timestamptz NOT NULL,
    unverified        jsonb       NOT NULL DEFAULT '[]',
    recovered_at      timestamptz,
    recovered_session uuid
);

INSERT INTO first_passkeys (identity_id, at)
SELECT identity_id, min(at)
FROM (
    SELECT identity_id, created_at AS at FROM passkeys
    UNION ALL
    SELECT identity_id, registered_at FROM tombstones
) AS known
GROUP BY identity_id;
